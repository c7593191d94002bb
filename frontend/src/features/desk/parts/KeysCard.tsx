import { Popover } from '@mantine/core'
import { useKeysOn } from '../../../app/keys'
import { useDeskTexts } from '../i18n'
import css from './top.module.css'

/** KeysCard lists the shortcuts. */
export function KeysCard() {
  const t = useDeskTexts()
  const on = useKeysOn()
  const keys = [
    ['Alt 1 2 3', t('keyLane')],
    ['Alt Y', t('keyTake')],
    ['Alt N', t('keyPass')],
    ['Alt C', t('keyClose')],
    ['↵', t('keySend')],
    ['Shift ↵', t('keyLine')],
  ]
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button type="button" className={`btn second small ${css.ask}`} aria-label={t('keys')}>
          ?
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.keys} aria-label={t('keysTitle')} tabIndex={-1} data-autofocus>
        <h3>{t('keysTitle')}</h3>
        <dl>
          {keys.map(([key, words]) => (
            <div key={key}>
              <dt>{words}</dt>
              <dd>
                <span className="key">{key}</span>
              </dd>
            </div>
          ))}
        </dl>
        {on ? null : <p className="s quiet">{t('keysOff')}</p>}
      </Popover.Dropdown>
    </Popover>
  )
}

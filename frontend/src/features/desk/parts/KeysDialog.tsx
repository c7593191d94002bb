import { setKeysOn, useKeysOn } from '../../../app/keys'
import { Dialog } from '../../../design/Dialog'
import { SwitchField } from '../../../design/fields'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { type Shortcut, shortcuts } from '../model/shortcuts'
import css from './keys.module.css'

/** KeysDialog is every shortcut, and the two switches that turn them off. It is loaded when it is asked for. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useDeskTexts()
  return (
    <Dialog title={t('keysTitle')} lead={t('keysLead')} onClose={onClose}>
      <All t={t} />
    </Dialog>
  )
}

function All({ t }: { t: DeskTexts }) {
  const on = { alt: useKeysOn('alt'), single: useKeysOn('single'), always: true }
  return (
    <>
      {shortcuts.map((group) => (
        <section key={group.title} className={css.group}>
          <h3>{t(group.title)}</h3>
          <dl>
            {group.keys.map((each) => (
              <Line key={each.words} shortcut={each} on={on} t={t} />
            ))}
          </dl>
        </section>
      ))}
      <div className={css.switches}>
        <SwitchField
          label={t('keysAlt')}
          hint={t('keysAltHint')}
          checked={on.alt}
          onChange={(next) => setKeysOn(next, 'alt')}
        />
        <SwitchField
          label={t('keysSingle')}
          hint={t('keysSingleHint')}
          checked={on.single}
          onChange={(next) => setKeysOn(next, 'single')}
        />
      </div>
    </>
  )
}

function Line({ shortcut, on, t }: { shortcut: Shortcut; on: Record<string, boolean>; t: DeskTexts }) {
  return (
    <div>
      <dt>{t(shortcut.words)}</dt>
      <dd>
        {shortcut.keys.map(({ key, kind }) => (
          <kbd key={key} className={on[kind] ? 'key' : `key ${css.off}`}>
            {key}
            {on[kind] ? null : <span className="hidden"> ({t('keyIsOff')})</span>}
          </kbd>
        ))}
      </dd>
    </div>
  )
}

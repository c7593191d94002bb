import { useQuery } from '@tanstack/react-query'
import { Icon } from '../../../design/Icon'
import { clock } from '../../../i18n/format'
import { presenceQuery } from '../../../queries'
import { useDeskTexts } from '../i18n'
import { usePresenceChange } from './PresenceBar'
import css from './vanished.module.css'

/** VanishedNote tells an expert who is back what the desk did while the connection was gone, until they say something themselves. */
export function VanishedNote() {
  const t = useDeskTexts()
  const at = useQuery(presenceQuery).data?.vanishedAt
  const change = usePresenceChange()
  return (
    <div role="status">
      {at ? (
        <div className={css.note}>
          <Icon name="heart" />
          <p className="grow">
            <b>{t('vanishedTitle')}</b> <span className="s">{t('vanishedText', { time: clock(at) })}</span>
          </p>
          <button
            type="button"
            className="btn small"
            aria-disabled={change.isPending}
            onClick={() => change.mutate('available')}
          >
            {t('vanishedStart')}
          </button>
        </div>
      ) : null}
    </div>
  )
}

import { Icon } from '../../design/Icon'
import { useLiveStatus } from '../../live/status'
import { useAppTexts } from '../i18n'
import css from './shell.module.css'

/** ConnectionBanner says calmly that the line is down; it appears after four seconds, never for a blink. */
export function ConnectionBanner() {
  const t = useAppTexts()
  const down = useLiveStatus() === 'down'
  return (
    <div role="status" className={down ? css.banner : undefined}>
      {down ? (
        <>
          <Icon name="offline" />
          <span>{t('reconnecting')}</span>
        </>
      ) : null}
    </div>
  )
}

import { CopyBox } from '../../../design/CopyBox'
import { Icon } from '../../../design/Icon'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** OnceCodes shows new recovery codes, this once: to print, to copy, and to put away. */
export function OnceCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useSecurityTexts()
  return (
    <section className={css.once} role="status" aria-label={t('onceTitle')} data-print>
      <b className="row">
        <Icon name="shield" /> {t('onceTitle')}
      </b>
      <p className="s">{t('onceText')}</p>
      <CopyBox text={codes.join('\n')} label={t('onceTitle')} code />
      <div className="row">
        <button type="button" className="btn" onClick={onDone}>
          {t('onceDone')}
        </button>
        <button type="button" className="btn second" onClick={() => window.print()}>
          {t('oncePrint')}
        </button>
      </div>
    </section>
  )
}

import { clock, day } from '../i18n/format'
import { CopyBox } from './CopyBox'
import styles from './copyBox.module.css'
import { Icon } from './Icon'
import { useWords } from './words'

/** OneTimeLink shows a link that nobody can ask for again, with the time until which it opens. */
export function OneTimeLink({ link, expiresAt, name }: { link: string; expiresAt?: string; name: string }) {
  const t = useWords()
  return (
    <section className={styles.once} role="status">
      <b className="row">
        <Icon name="mail" />
        {t('linkTitle', { name })}
      </b>
      <p className="s">{t('linkOnce')}</p>
      <CopyBox text={link} label={t('linkLabel')} />
      {expiresAt && <p className="s quiet">{t('linkUntil', { date: `${day(expiresAt)}, ${clock(expiresAt)}` })}</p>}
    </section>
  )
}

import { Star } from '../../design/Icon'
import { useTexts } from './i18n'
import styles from './ratings.module.css'

/** StarLine is how many stars there are, in words for those who hear it. */
export function StarLine({ stars }: { stars: number }) {
  const t = useTexts()
  return (
    <span className={styles.stars}>
      <span className="hidden">{t('stars', { count: stars })}</span>
      <span className="fig" aria-hidden="true">
        {stars}
      </span>
      <Star />
    </span>
  )
}

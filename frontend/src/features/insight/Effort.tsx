import { useQuery } from '@tanstack/react-query'
import { fixed } from '../../i18n/format'
import { effortQuery } from './api'
import styles from './effort.module.css'
import { useTexts } from './i18n'

/** Effort is what a solved question took, beside what customers say of it. It ranks nobody. */
export function Effort() {
  const t = useTexts()
  const effort = useQuery(effortQuery).data
  if (!effort?.perSolved) return null
  const { messages, minutes, handOvers, episodes } = effort.perSolved
  const figures = [
    [fixed(messages, 1), t('effortMessages')],
    [fixed(minutes, 1), t('effortMinutes')],
    [fixed(handOvers, 2), t('effortHandOvers')],
    [fixed(episodes, 2), t('effortEpisodes')],
    [effort.stars === undefined ? '–' : fixed(effort.stars, 2), t('effortStars', { count: effort.ratings })],
  ] as const
  return (
    <section className={`card ${styles.card}`} aria-labelledby="effort">
      <div>
        <h2 id="effort">{t('effortTitle')}</h2>
        <p className="s quiet">{t('effortNote', { solved: effort.solved, episodes: effort.episodes })}</p>
      </div>
      <dl className={styles.figures}>
        {figures.map(([value, name]) => (
          <div key={name}>
            <dt className="s quiet">{name}</dt>
            <dd className="fig">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

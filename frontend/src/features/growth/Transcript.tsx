import type { Look } from '../../client'
import css from './growth.module.css'
import { useTexts } from './i18n'

/** Transcript is what was written in the part of a conversation that is looked at. */
export function Transcript({ look }: { look: Pick<Look, 'entries' | 'expert'> }) {
  const t = useTexts()
  const name = { customer: t('customer'), expert: look.expert.name } as Partial<Record<string, string>>
  return (
    <>
      <h3 className={css.reads}>{t('transcript')}</h3>
      <ol className={css.thread}>
        {look.entries.map(({ seq, author, text }) => (
          <li key={seq} className={css.entry} data-by={author.role === 'customer' ? 'customer' : 'team'}>
            <span className="xs quiet">{name[author.role] ?? t('team')}</span>
            <span className={css.said}>{text}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

import { day } from '../../../i18n/format'
import type { Conversation } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { useSuggestions } from '../model/suggestions'
import css from './context.module.css'

/** Similar is what solved questions like this one: what it was about, the cards that helped, and whom to ask. */
export function Similar({ conversation }: { conversation: Conversation }) {
  const t = useDeskTexts()
  const similar = useSuggestions(conversation)?.similar ?? []
  if (similar.length === 0) return null
  return (
    <section data-part="similar">
      <h3>{t('similarTitle')}</h3>
      <ul className={css.before}>
        {similar.map((each) => (
          <li key={`${each.closedAt}:${each.reasonName}`}>
            <span className="fig quiet">{day(each.closedAt)}</span>
            <div>
              <p>{each.question ?? [each.product, each.reasonName].filter(Boolean).join(' · ')}</p>
              <p className="quiet">
                {each.mine
                  ? t('similarMine')
                  : each.answeredBy
                    ? t('similarBy', { name: each.answeredBy })
                    : t('similarTeam')}
              </p>
              {each.facts.map((fact) => (
                <p key={fact.id} className="soft">
                  {t('similarFact', { title: fact.title })}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

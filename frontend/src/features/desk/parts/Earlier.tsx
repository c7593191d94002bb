import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../../design/words'
import { day } from '../../../i18n/format'
import { useDeskTexts } from '../i18n'
import { type EarlierOne, endedWords } from '../model/earlier'
import css from './context.module.css'

const ReadEarlier = lazy(async () => ({ default: (await import('./ReadEarlier')).ReadEarlier }))

const shown = 4

/** Earlier is what the customer asked before, how it ended and what was left; each opens to be read. */
export function Earlier({ conversationId, earlier }: { conversationId: string; earlier: readonly EarlierOne[] }) {
  const t = useDeskTexts()
  const deleted = useWords()('questionDeleted')
  const [all, setAll] = useState(false)
  const [opened, setOpened] = useState<EarlierOne>()
  if (earlier.length === 0) return null
  return (
    <section data-part="before">
      <h3>{t('wroteBefore')}</h3>
      <ul className={css.before}>
        {earlier.slice(0, all ? undefined : shown).map((each) => (
          <li key={`${each.id}:${each.episode}`}>
            <span className="fig quiet">{day(each.openedAt)}</span>
            <div>
              {each.id === conversationId ? (
                <p>{each.question || deleted}</p>
              ) : (
                <button type="button" className={css.read} onClick={() => setOpened(each)}>
                  {each.question || deleted}
                </button>
              )}
              <p className="quiet">{endedWords(each, t)}</p>
              {each.tip ? <p className="soft">{t('tipWas', { tip: each.tip })}</p> : null}
              {each.nextStep ? <p className="soft">{t('nextStepWas', { step: each.nextStep })}</p> : null}
            </div>
          </li>
        ))}
      </ul>
      {earlier.length > shown && !all ? (
        <button type="button" className={`btn text small ${css.more}`} onClick={() => setAll(true)}>
          {t('earlierMore', { count: earlier.length - shown })}
        </button>
      ) : null}
      {opened ? (
        <Suspense>
          <ReadEarlier conversationId={conversationId} earlier={opened} onClose={() => setOpened(undefined)} />
        </Suspense>
      ) : null}
    </section>
  )
}

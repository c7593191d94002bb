import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { attachSearch, listProblemContacts } from '../../client'
import { Acts } from '../../design/Acts'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { day, number } from '../../i18n/format'
import { type Problem, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

/** Evidence is what shows a problem: findings, what experts saw, low ratings, searches, and the conversations. */
export function Evidence({ problem }: { problem: Problem }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.part}`} aria-labelledby="evidence">
      <h2 id="evidence">{t('evidence')}</h2>
      <ul className={styles.plain}>
        {problem.findings.map((one) => (
          <li key={`${one.kind} ${one.foundAt}`}>
            {t(one.kind === 'spike' ? 'finding' : `finding_${one.kind}`, {
              count: one.contacts,
              expected: number(Math.round(one.expected)),
              day: day(one.foundAt),
            })}
          </li>
        ))}
        {problem.lowRatings > 0 && <li>{t('low', { count: problem.lowRatings })}</li>}
      </ul>
      {problem.reports.length > 0 && (
        <>
          <h3>{t('reports')}</h3>
          <ul className={styles.plain}>
            {problem.reports.map((one) => (
              <li key={one.no}>
                <Link to={`/manage/conversations/${one.conversationId}`}>{one.text}</Link>
                <span className="xs quiet">
                  {' '}
                  {one.expertName}
                  {one.no === 1 && `, ${t('first')}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Searches problem={problem} />
      <Conversations id={problem.id} />
    </section>
  )
}

function Searches({ problem }: { problem: Problem }) {
  const t = useTexts()
  const attach = useChange((said: { language: string; term: string; attached: boolean }) =>
    attachSearch({ path: { id: problem.id }, body: said }),
  )
  return (
    <>
      <h3>{t('searches')}</h3>
      {problem.searches.length === 0 && <p className="s soft">{t('searchesNone')}</p>}
      <ul className={styles.chips}>
        {problem.searches.map(({ language, term, inVain }) => (
          <li key={`${language} ${term}`}>
            <span lang={language}>{term}</span> <b className="fig">{number(inVain)}</b>
            <Acts>
              <button
                type="button"
                className="btn text small"
                aria-label={t('detach', { term })}
                onClick={() => attach.mutate({ language, term, attached: false })}
              >
                ×
              </button>
            </Acts>
          </li>
        ))}
      </ul>
      <Acts>
        <div className={styles.acts}>
          {problem.suggestedSearches.map(({ language, term, inVain }) => (
            <button
              type="button"
              className="btn text small"
              key={`${language} ${term}`}
              onClick={() => attach.mutate({ language, term, attached: true })}
            >
              {t('attach', { term, count: inVain })}
            </button>
          ))}
        </div>
      </Acts>
      <Refused error={attach.error} />
    </>
  )
}

function Conversations({ id }: { id: string }) {
  const t = useTexts()
  const contacts = useInfiniteQuery({
    queryKey: ['problems', 'contacts', id],
    queryFn: ({ pageParam, signal }) =>
      listProblemContacts({ path: { id }, query: { limit: 10, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
  const items = contacts.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <h3>{t('conversations')}</h3>
      <PageState queries={[contacts]} part>
        {items.length === 0 && <p className="s soft">{t('conversationsNone')}</p>}
        <ul className={styles.plain}>
          {items.map((one) => (
            <li key={`${one.conversationId} ${one.episode}`}>
              <Link to={`/manage/conversations/${one.conversationId}`}>{one.question}</Link>{' '}
              <span className="xs quiet">
                {day(one.openedAt)}
                {one.stars ? ` · ${one.stars} ★` : ''}
              </span>
            </li>
          ))}
        </ul>
        {contacts.hasNextPage && (
          <button type="button" className="btn text small" onClick={() => void contacts.fetchNextPage()}>
            {t('more')}
          </button>
        )}
      </PageState>
    </>
  )
}

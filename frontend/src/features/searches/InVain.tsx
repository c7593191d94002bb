import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { answerSearchTerm, type SearchTerm } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { day, number } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { type Days, termsQuery } from './api'
import { useTexts } from './i18n'
import styles from './searches.module.css'

/** InVain is what readers typed and found nothing, or asked a person all the same: the worklist of who writes. */
export function InVain({ days }: { days: Days }) {
  const t = useTexts()
  const terms = useQuery(termsQuery(days, true))
  const items = terms.data ?? []
  const most = Math.max(1, ...items.map((one) => one.toAnswer))
  return (
    <section className={`card ${styles.card}`} aria-labelledby="in-vain">
      <header className={styles.about}>
        <h2 id="in-vain">{t('answerTitle')}</h2>
        <p className="s soft">{t('answerLead')}</p>
      </header>
      <PageState queries={[terms]} part>
        {items.length === 0 ? (
          <EmptyState title={t('noneTitle')}>{t('none', { count: days })}</EmptyState>
        ) : (
          <>
            <div className={`${styles.columns} ${styles.vain}`} aria-hidden="true">
              <span>{t('typed')}</span>
              <span>{t('toAnswer')}</span>
              <span>{t('failed')}</span>
              <span>{t('asked')}</span>
              <span>{t('last')}</span>
              <span />
            </div>
            <ol className={styles.rows} aria-busy={terms.isPlaceholderData}>
              {items.map((one) => (
                <Row key={`${one.language} ${one.term}`} term={one} most={most} />
              ))}
            </ol>
          </>
        )}
      </PageState>
    </section>
  )
}

function Row({ term, most }: { term: SearchTerm; most: number }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <li className={`${styles.row} ${styles.vain}`}>
      <div className={styles.what}>
        <b lang={term.language}>{t('quoted', { text: term.term })}</b>
        <span className="xs quiet">{languageName(term.language)}</span>
      </div>
      <dl className={styles.figures}>
        <div className={styles.weight}>
          <dt>{t('toAnswer')}</dt>
          <dd>
            <span className={styles.track} aria-hidden="true">
              <span className={styles.bar} style={{ inlineSize: `${(term.toAnswer / most) * 100}%` }} />
            </span>
            <b className="fig">{number(term.toAnswer)}</b>
            {term.toAnswer < term.inVain && (
              <span className="xs quiet">{t('ofInVain', { count: number(term.inVain) })}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('failed')}</dt>
          <dd>
            <b className="fig">{number(term.failed)}</b>
          </dd>
        </div>
        <div>
          <dt>{t('asked')}</dt>
          <dd>
            <b className="fig">{number(term.asked)}</b>
          </dd>
        </div>
        <div>
          <dt>{t('last')}</dt>
          <dd className="s">{day(term.last, timeZone)}</dd>
        </div>
      </dl>
      <div className={styles.act}>{term.articleId ? <Begun term={term} /> : <Write term={term} />}</div>
    </li>
  )
}

/** The article that was begun for a term, and where it stands. */
function Begun({ term }: { term: SearchTerm }) {
  const t = useTexts()
  const state = term.articleState ?? 'draft'
  return (
    <Link className={styles.begun} to={`/manage/articles/${term.articleId}`}>
      <span className={`tag ${state === 'published' ? 'ok' : state === 'archived' ? '' : 'accent'}`}>
        {t(`state_${state}`)}
      </span>
      <span className={`s ${styles.title}`} lang={term.language}>
        {term.articleTitle}
      </span>
    </Link>
  )
}

function Write({ term: { language, term } }: { term: SearchTerm }) {
  const t = useTexts()
  const go = useNavigate()
  const cache = useQueryClient()
  const write = useMutation({
    mutationFn: () => answerSearchTerm({ body: { language, term } }),
    onSuccess: ({ id }) => void go(`/manage/articles/${id}?write`),
    onSettled: () => cache.invalidateQueries({ queryKey: ['articles'] }),
  })
  return (
    <Acts>
      <button
        type="button"
        className="btn second"
        aria-disabled={write.isPending}
        aria-label={t('writeOf', { text: term })}
        onClick={() => write.isPending || write.mutate()}
      >
        <Icon name="plus" size={16} /> {t('write')}
      </button>
      <Refused error={write.error} />
    </Acts>
  )
}

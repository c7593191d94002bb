import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Behind } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import { Gone, PageState } from '../../design/PageState'
import { useWords } from '../../design/words'
import { clock, day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { addressOf, behindPages, lookOf } from './api'
import { useTexts } from './i18n'
import { en } from './i18n/en'
import styles from './indicators.module.css'
import { useChannel, useFigures } from './words'

type Named = Exclude<Parameters<ReturnType<typeof useTexts>>[0], `${string}_one` | `${string}_other`>

/** The conversations behind one number, what is most worth reading first. */
export function BehindPage() {
  const t = useTexts()
  const { name = '' } = useParams()
  const [asked] = useSearchParams()
  const look = lookOf(asked)
  const known = `${name}_what` in en
  const back = { pathname: '/manage/indicators', search: new URLSearchParams(addressOf(look)).toString() }
  return (
    <ManagePage
      title={known ? t(name as Named) : t('title')}
      lead={known ? t(`${name}_what` as Named) : undefined}
      action={
        <Link to={back} className="s strong back">
          <Icon name="back" directed /> {t('title')}
        </Link>
      }
    >
      {known ? <List name={name} look={look} /> : <Gone />}
    </ManagePage>
  )
}

function List({ name, look }: { name: string; look: ReturnType<typeof lookOf> }) {
  const t = useTexts()
  const words = useWords()
  const pages = useInfiniteQuery(behindPages(name, look))
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const total = pages.data?.pages[0]?.total ?? 0
  return (
    <PageState queries={[pages]} part>
      <section className={`card ${styles.card}`} aria-label={t('conversations')}>
        {rows.length === 0 ? (
          <EmptyState title={t('noneBehindTitle')}>{t('noneBehind')}</EmptyState>
        ) : (
          <>
            <p className="s soft">{t('behindLead', { count: total })}</p>
            <ul className={styles.behind}>
              {rows.map((one) => (
                <li key={`${one.conversationId} ${one.episode}`}>
                  <Row one={one} />
                </li>
              ))}
            </ul>
            {pages.hasNextPage && (
              <button
                type="button"
                className="btn second small"
                aria-busy={pages.isFetchingNextPage}
                onClick={() => void pages.fetchNextPage()}
              >
                {words('more')}
              </button>
            )}
          </>
        )}
      </section>
    </PageState>
  )
}

function Row({ one }: { one: Behind }) {
  const t = useTexts()
  const words = useWords()
  const channel = useChannel()
  const { time } = useFigures()
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <Link to={`/manage/conversations/${one.conversationId}`} className={styles.case}>
      <span className={styles.question}>
        <b>{one.question || words('questionDeleted')}</b>
        <span className="s quiet">
          {[channel(one.channel), one.reason, one.episode > 1 && t('episode', { count: one.episode })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {one.seconds !== undefined && <span className="fig">{time(one.seconds)}</span>}
      {one.yes !== undefined && <span className={`tag ${one.yes ? 'accent' : ''}`}>{t(one.yes ? 'yes' : 'no')}</span>}
      <span className="s quiet fig">
        {day(one.openedAt, timeZone)} {clock(one.openedAt, timeZone)}
      </span>
    </Link>
  )
}

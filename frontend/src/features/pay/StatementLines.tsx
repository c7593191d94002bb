import type { ReactNode } from 'react'
import { EmptyState } from '../../design/EmptyState'
import { clock, day, dayAndYear, monthAndYear, number } from '../../i18n/format'
import { money } from '../../i18n/money'
import type { Line, PayOverview, Statement } from './api'
import { useTexts } from './i18n'
import styles from './pay.module.css'

interface Props {
  statement: Statement
  pay: PayOverview
  /** Beside the title, for staff. */
  action?: ReactNode
  /** Whose it is, for staff. */
  name?: string
}

/** A month of an expert: what it comes to, and every line with its sum or reason. */
export function StatementLines({ statement, pay, action, name }: Props) {
  const t = useTexts()
  const { lines, currency } = statement
  return (
    <>
      <header className={styles.top}>
        <div className="grow">
          <h2>{name ?? t('statementOf', { month: monthAndYear(statement.month) })}</h2>
          <p className="s soft">
            {name && `${monthAndYear(statement.month)}, `}
            <Standing statement={statement} pay={pay} />
          </p>
        </div>
        <p className={styles.total}>
          <span className="s soft">{t('total')}</span>
          <b className="fig">{money(statement.cents, currency)}</b>
        </p>
        {action}
      </header>
      {lines.length === 0 ? (
        <Nothing pay={pay} />
      ) : (
        <ul className={styles.lines} aria-label={t('linesCount', { count: lines.length })}>
          {lines.map((line, i) => (
            <li key={line.id ?? i} className={styles.line}>
              <span className={`fig s quiet ${styles.date}`}>{day(line.at, pay.zone)}</span>
              <What line={line} zone={pay.zone} />
              <span className={`fig s soft ${styles.sum}`}>
                <Sum line={line} currency={currency} />
              </span>
              <b className={`fig ${styles.amount}`}>{money(line.cents, currency)}</b>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Standing({ statement, pay }: { statement: Statement; pay: PayOverview }) {
  const t = useTexts()
  if (statement.closedAt) return t('final', { date: dayAndYear(statement.closedAt, pay.zone) })
  const date = dayAndYear(statement.closesAt, pay.zone)
  return statement.month === pay.now ? t('running', { date }) : t('closing', { date })
}

function Nothing({ pay }: { pay: PayOverview }) {
  const t = useTexts()
  const now = pay.rates.find((rate) => rate.month <= pay.now)
  return (
    <EmptyState title={t('emptyTitle')}>
      {t(now?.basis === 'conversation' ? 'emptyConversation' : 'emptyShift')}
    </EmptyState>
  )
}

function What({ line, zone }: { line: Line; zone: string }) {
  const t = useTexts()
  if (line.kind === 'correction') {
    return (
      <span className={styles.what}>
        <b>{t('correction', { name: line.by ?? '' })}</b>{' '}
        {line.corrects && <span className="tag">{t('corrects')}</span>}
        <span className="s soft">“{line.reason}”</span>
      </span>
    )
  }
  if (line.kind === 'shift') return <span className={styles.what}>{t('shift', { from: clock(line.at, zone) })}</span>
  const episode = line.episode ?? 1
  return <span className={styles.what}>{episode > 1 ? t('conversationEpisode', { episode }) : t('conversation')}</span>
}

function Sum({ line, currency }: { line: Line; currency: string }) {
  const t = useTexts()
  if (line.kind === 'correction') return null
  const rate = money(line.rateCents ?? 0, currency)
  if (line.kind === 'shift') return t('sumShift', { hours: number((line.minutes ?? 0) / 60, 1), rate })
  return t('sumConversation', { rate })
}

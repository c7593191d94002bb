import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useActor } from '../../../app/session'
import { pickConversation } from '../../../client'
import { EmptyState } from '../../../design/EmptyState'
import { ErrorNote } from '../../../design/ErrorNote'
import { ManagePage } from '../../../design/ManagePage'
import { Skeleton } from '../../../design/Skeleton'
import { TickRing } from '../../../design/TickRing'
import { currentLanguage } from '../../../i18n'
import { customerName } from '../../../i18n/format'
import { useServerSecond } from '../../../live/serverTime'
import { conversationQuery, seatsQuery } from '../../../queries'
import { type OpenQuestion, openQuestionsQuery } from '../../../queries/openQuestions'
import { usePromiseTexts } from '../promises/i18n'
import { leftWords, ticksLeft, whenWords } from '../promises/when'
import css from './questions.module.css'
import { type QuestionTexts, useQuestionTexts } from './texts'

/** QuestionsPage is the board of open questions: experts pick, staff see how the promises stand. */
export function QuestionsPage() {
  const t = useQuestionTexts()
  const expert = useActor().role === 'expert'
  const board = useQuery(openQuestionsQuery)
  const { data } = board
  return (
    <ManagePage title={t('title')} lead={t(expert ? 'lead' : 'leadStaff')} action={data && <Counts board={data} />}>
      {data ? (
        <Board items={data.items} total={data.total} expert={expert} />
      ) : board.error ? (
        <ErrorNote title={t('failed')} action={{ label: t('tryAgain'), run: () => void board.refetch() }}>
          {t('failedText')}
        </ErrorNote>
      ) : (
        <div className="card">
          <Skeleton awaited={t('awaiting')} />
        </div>
      )}
    </ManagePage>
  )
}

function Counts({ board }: { board: { total: number; overdue: number } }) {
  const t = useQuestionTexts()
  return (
    <p className={css.counts} role="status">
      {board.total > 0 ? <span className="tag">{t('count', { count: board.total })}</span> : null}
      {board.overdue > 0 ? <span className="tag ember">{t('overdue', { count: board.overdue })}</span> : null}
    </p>
  )
}

function Board({ items, total, expert }: { items: readonly OpenQuestion[]; total: number; expert: boolean }) {
  const t = useQuestionTexts()
  const pick = usePick()
  if (items.length === 0) {
    return (
      <section className="card">
        <EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>
      </section>
    )
  }
  return (
    <>
      <ul className={css.board} aria-label={t('list')}>
        {items.map((question) => (
          <Question key={question.id} question={question} pick={expert ? pick : undefined} />
        ))}
      </ul>
      {total > items.length ? <p className="s quiet">{t('more', { count: total - items.length })}</p> : null}
    </>
  )
}

type Pick = ReturnType<typeof usePick>

/** usePick takes an open question: a seat of mine, or the refusal beside its question. */
function usePick() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (id: string) => pickConversation({ path: { id } }),
    onSuccess: (conversation) => {
      client.setQueryData(conversationQuery(conversation.id).queryKey, conversation)
      void client.invalidateQueries({ queryKey: seatsQuery.queryKey })
      void navigate('/work')
    },
    onSettled: () => void client.invalidateQueries({ queryKey: openQuestionsQuery.queryKey }),
  })
}

function Question({ question, pick }: { question: OpenQuestion; pick: Pick | undefined }) {
  const t = useQuestionTexts()
  const p = usePromiseTexts()
  const now = useServerSecond() * 1_000
  const late = Date.parse(question.answerBy) <= now
  return (
    <li className={`card ${css.question}`} data-late={late || undefined}>
      <div className={css.clock}>
        <TickRing size={46} ticks={20} left={ticksLeft(question.leftAt, question.answerBy, now)} />
        <span>
          <b className="fig">{leftWords(question.answerBy, now, p)}</b>
          <span className="s soft">{t('answerBy', { when: whenWords(question.answerBy, now, p) })}</span>
        </span>
      </div>
      <p className={css.words} dir="auto">
        {question.question}
      </p>
      <p className={css.tags}>
        {[question.productName, question.reasonName, languageName(question.language)].map((tag) =>
          tag ? (
            <span key={tag} className="tag">
              {tag}
            </span>
          ) : null,
        )}
      </p>
      <p className="s soft">
        {customerName(question.customer.name)}
        {question.customer.returning ? `, ${t('returning')}` : ''}
        {' · '}
        {t('asked', { when: whenWords(question.askedAt, now, p) })}
      </p>
      {pick ? <Picking question={question} pick={pick} t={t} /> : null}
    </li>
  )
}

function Picking({ question, pick, t }: { question: OpenQuestion; pick: Pick; t: QuestionTexts }) {
  const mine = pick.variables === question.id
  if (question.hindrance) {
    return (
      <p className={`s quiet ${css.foot}`}>{t(question.hindrance, { language: languageName(question.language) })}</p>
    )
  }
  if (question.offered) return <p className={`s quiet ${css.foot}`}>{t('offered')}</p>
  return (
    <div className={css.foot}>
      <button type="button" className="btn" disabled={pick.isPending} onClick={() => pick.mutate(question.id)}>
        {mine && pick.isPending ? t('picking') : t('pick')}
      </button>
      {mine && pick.error ? (
        <p role="alert" className="s">
          {t('notPicked', { why: pick.error.message })}
        </p>
      ) : null}
    </div>
  )
}

function languageName(tag: string): string {
  return new Intl.DisplayNames(currentLanguage(), { type: 'language' }).of(tag) ?? tag
}

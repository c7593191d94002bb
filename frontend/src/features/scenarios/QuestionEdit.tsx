import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { ProblemError } from '../../app/problem'
import { listWarmUpQuestions, putWarmUpQuestion, type WrittenQuestion } from '../../client'
import { useReads } from '../../design/Acts'
import type { Difference } from '../../design/ConflictNote'
import { ErrorNote } from '../../design/ErrorNote'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { useRefusalSentence, useWords } from '../../design/words'
import { languageName } from '../../i18n/languageName'
import { productsQuery } from '../../queries'
import { questionsQuery } from './api'
import editor from './editor.module.css'
import { FaultsAround } from './faults'
import { useTexts } from './i18n'
import { idOf } from './model'
import { QuestionFields } from './QuestionFields'
import { type Asked, askedOf, blankQuestion, bodyOf } from './question'
import quiz from './questions.module.css'
import css from './scenarios.module.css'
import { TryQuestion, useTryQuestion } from './TryQuestion'

/** QuestionEdit is one question, as it is stored. */
export function QuestionEdit() {
  const { id = '', language = '' } = useParams()
  const questions = useQuery(questionsQuery)
  const question = questions.data?.items.find((one) => one.id === id && one.language === language)
  return (
    <PageState queries={[questions]} part>
      {question ? <Edit key={`${id}/${language}`} question={question} /> : <Gone />}
    </PageState>
  )
}

function Edit({ question }: { question: WrittenQuestion }) {
  const t = useTexts()
  const cache = useQueryClient()
  const { id, language } = question
  const path = { id, language }
  const draft = useDraft<Asked, WrittenQuestion>({
    source: question,
    toValues: askedOf,
    keepAs: `warm-up/${id}/${language}`,
    submit: (values, base) =>
      putWarmUpQuestion({ path, headers: { 'If-Match': `"${base.version}"` }, body: bodyOf(values) }),
    reload: async () => {
      const theirs = (await listWarmUpQuestions({})).items.find((one) => one.id === id && one.language === language)
      return theirs ?? question
    },
    onSaved: () => void cache.invalidateQueries({ queryKey: questionsQuery.queryKey }),
  })
  const differences = (theirs: WrittenQuestion, mine: Asked): Difference[] => {
    const other = askedOf(theirs)
    return [
      { label: t('ask'), theirs: other.ask, mine: mine.ask },
      { label: t('choices'), theirs: other.choices.join('; '), mine: mine.choices.join('; ') },
      { label: t('accept'), theirs: other.accept.join('; '), mine: mine.accept.join('; ') },
      { label: t('explanation'), theirs: other.explanation, mine: mine.explanation },
    ]
  }
  return (
    <section className={`card ${list.form}`} aria-label={question.ask}>
      <div className={editor.headRow}>
        <h2 className="grow">{t('question')}</h2>
        {question.archived ? <span className="tag">{t('archived')}</span> : null}
      </div>
      <p className="s soft">
        {languageName(language)} · {question.author ? t('by', { name: question.author }) : t('shipped')}
      </p>
      <Form draft={draft} language={language} differences={differences} />
      <Away question={question} />
    </section>
  )
}

interface FormProps<R> {
  draft: ReturnType<typeof useDraft<Asked, R>>
  language: string
  differences?: (theirs: R, mine: Asked) => Difference[]
}

/** Form shows what is wrong once somebody has tried to store it, and at once what is written wrong. */
function Form<R>({ draft, language, differences }: FormProps<R>) {
  const mayWrite = !useReads()
  const [texts, setTexts] = useState<string[]>([''])
  const trial = useTryQuestion(draft.values, language, texts, !mayWrite)
  const faults = trial.data?.faults ?? []
  return (
    <form onSubmit={submitting(draft)} noValidate>
      <fieldset className={css.bare} disabled={!mayWrite}>
        <FaultsAround faults={faults} all={draft.state === 'refused'}>
          <QuestionFields value={draft.values} set={draft.set} language={language} />
        </FaultsAround>
      </fieldset>
      {draft.values.way === 'text' && mayWrite ? (
        <TryQuestion texts={texts} setTexts={setTexts} trial={trial} language={language} />
      ) : null}
      <SaveBar draft={draft} differences={differences} />
    </form>
  )
}

/** Away takes a question out of the draw, or brings it back. */
function Away({ question }: { question: WrittenQuestion }) {
  const t = useTexts()
  const words = useWords()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const mayWrite = !useReads()
  const { id, language, archived, version } = question
  const turn = useMutation({
    mutationFn: () =>
      putWarmUpQuestion({
        path: { id, language },
        headers: { 'If-Match': `"${version}"` },
        body: { ...bodyOf(askedOf(question)), archived: !archived },
      }),
    onSettled: () => cache.invalidateQueries({ queryKey: questionsQuery.queryKey }),
  })
  if (!mayWrite) return null
  return (
    <div className={quiz.away}>
      <button type="button" className="btn text small" aria-disabled={turn.isPending} onClick={() => turn.mutate()}>
        {archived ? words('restore') : words('archive')}
      </button>
      <span className="s quiet">{archived ? t('archivedNote') : t('archiveNote')}</span>
      {turn.error ? (
        <ErrorNote title={t('notDone')} icon="flag">
          {turn.error instanceof ProblemError && turn.error.status > 0 ? sentence(turn.error) : words('unreachable')}
        </ErrorNote>
      ) : null}
    </div>
  )
}

/** QuestionNew is a question that is not stored yet. */
export function QuestionNew() {
  const { language = 'en' } = useParams()
  const questions = useQuery(questionsQuery)
  const products = useQuery(productsQuery)
  return (
    <PageState queries={[questions, products]} part>
      <Create
        key={language}
        language={language}
        product={products.data?.items[0]?.name ?? ''}
        taken={new Set((questions.data?.items ?? []).map((one) => one.id))}
      />
    </PageState>
  )
}

function Create({ language, product, taken }: { language: string; product: string; taken: ReadonlySet<string> }) {
  const t = useTexts()
  const go = useNavigate()
  const cache = useQueryClient()
  const [source] = useState(() => blankQuestion(product))
  const draft = useDraft<Asked, Asked>({
    source,
    toValues: (values) => values,
    keepAs: `warm-up/${language}`,
    submit: async (values) => {
      const made = await putWarmUpQuestion({
        path: { id: idOf(values.ask, taken), language },
        headers: { 'If-Match': '"0"' },
        body: bodyOf(values),
      })
      await cache.invalidateQueries({ queryKey: questionsQuery.queryKey })
      void go(`/manage/warm-up/${made.id}/${made.language}`)
      return source
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('newQuestion')}>
      <h2>{t('newQuestion')}</h2>
      <p className="s soft">{languageName(language)}</p>
      <Form draft={draft} language={language} />
    </section>
  )
}

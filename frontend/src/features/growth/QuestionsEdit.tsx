import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useParams } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { createQuestionSet, publishQuestionSet, putQuestionSet, type Question, type QuestionSet } from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import { AreaField, NumberField, SelectField, TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { Pair } from '../../design/ManagePage'
import { newId } from '../../design/newId'
import { PageState } from '../../design/PageState'
import { pointersOf } from '../../design/useDraft'
import { useRefusalSentence } from '../../design/words'
import { dayAndYear } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { brandQuery, productsQuery } from '../../queries'
import { questionsQuery } from './api'
import css from './growth.module.css'
import { useTexts } from './i18n'

/** QuestionsEdit is a topic's questions: written in every language of the brand, then published as a version. */
export function QuestionsEdit() {
  const { id = '' } = useParams()
  const set = useQuery(questionsQuery(id))
  const brand = useQuery(brandQuery)
  return (
    <PageState queries={[set, brand]} part>
      {set.data && brand.data ? (
        <Editor key={`${id}:${set.data.version}`} set={set.data} languages={brand.data.languages} />
      ) : null}
    </PageState>
  )
}

interface Row extends Question {
  key: string
}

function blank(languages: readonly string[]): Row {
  const texts = () => Object.fromEntries(languages.map((language) => [language, '']))
  return {
    key: newId(),
    prompt: texts(),
    explanation: texts(),
    options: [
      { text: texts(), right: true },
      { text: texts(), right: false },
    ],
  }
}

function Editor({ set, languages }: { set: QuestionSet; languages: readonly string[] }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const products = useQuery(productsQuery).data?.items ?? []
  const [rows, setRows] = useState<Row[]>(() => set.questions.map((question) => ({ ...question, key: newId() })))
  const [minutes, setMinutes] = useState<number | undefined>(set.minutes)
  const [productId, setProduct] = useState(set.productId ?? '')
  const [language, setLanguage] = useState(languages[0] ?? 'en')
  const stored = (next: QuestionSet) => {
    cache.setQueryData(questionsQuery(set.reasonId).queryKey, next)
    void cache.invalidateQueries({ queryKey: ['growth', 'gaps'] })
  }
  const save = useMutation<QuestionSet, ProblemError>({
    mutationFn: () => {
      const questions = rows.map(({ key: _, ...question }) => question)
      const body = { productId, minutes: minutes ?? 15, questions }
      return set.version === 0
        ? createQuestionSet({ body: { ...body, reasonId: set.reasonId } })
        : putQuestionSet({ path: { id: set.reasonId }, body: { ...body, version: set.version } })
    },
    onSuccess: stored,
  })
  const publish = useMutation<QuestionSet, ProblemError>({
    mutationFn: () => publishQuestionSet({ path: { id: set.reasonId }, body: { version: set.version } }),
    onSuccess: stored,
  })
  const said = save.error ? pointersOf(save.error) : {}
  const change = (key: string, part: Partial<Question>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const refused = save.error ?? publish.error
  return (
    <form
      className="card"
      aria-label={t('questionsOf', { topic: set.topic })}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <div className={css.form}>
        <div>
          <h2>{t('questionsOf', { topic: set.topic })}</h2>
          <Published set={set} />
        </div>
        <Pair>
          <NumberField
            label={t('answerMinutes')}
            value={minutes}
            min={5}
            max={60}
            error={said.minutes}
            onChange={setMinutes}
          />
          <SelectField
            label={t('product')}
            hint={t('productHint')}
            value={productId}
            options={[
              { value: '', label: t('noProduct') },
              ...products.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setProduct}
          />
          {languages.length > 1 ? (
            <SelectField
              label={t('inLanguage')}
              value={language}
              options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
              onChange={setLanguage}
            />
          ) : null}
        </Pair>
        {rows.map((row, place) => (
          <QuestionFields
            key={row.key}
            question={row}
            number={place + 1}
            language={language}
            blankText={() => Object.fromEntries(languages.map((tag) => [tag, '']))}
            change={(part) => change(row.key, part)}
            remove={() => setRows((all) => all.filter((other) => other.key !== row.key))}
          />
        ))}
        <button type="button" className="btn second" onClick={() => setRows((all) => [...all, blank(languages)])}>
          <Icon name="plus" size={16} /> {t('addQuestion')}
        </button>
        {refused ? <ErrorNote title={t('refused')}>{sentence(refused)}</ErrorNote> : null}
        <div className={css.bar}>
          <span className="s soft">{t('questionCount', { count: rows.length })}</span>
          <button type="submit" className="btn" disabled={save.isPending}>
            {t('save')}
          </button>
          <button
            type="button"
            className="btn second"
            title={t('publishHint')}
            disabled={
              set.version === 0 || set.questions.length < 5 || publish.isPending || set.published?.changed === false
            }
            onClick={() => publish.mutate()}
          >
            {t('publish')}
          </button>
        </div>
      </div>
    </form>
  )
}

function Published({ set }: { set: QuestionSet }) {
  const t = useTexts()
  const { published } = set
  if (!published) return <p className="s soft">{t('unpublished')}</p>
  return (
    <p className="s soft">
      {t('published', { version: published.version, count: published.questions, day: dayAndYear(published.at) })}.{' '}
      {published.changed ? t('differs') : null}
    </p>
  )
}

interface FieldsProps {
  question: Question
  number: number
  language: string
  blankText: () => Record<string, string>
  change: (part: Partial<Question>) => void
  remove: () => void
}

function QuestionFields({ question, number, language, blankText, change, remove }: FieldsProps) {
  const t = useTexts()
  const group = useId()
  const option = (place: number, part: Partial<Question['options'][number]>) =>
    change({ options: question.options.map((each, at) => (at === place ? { ...each, ...part } : each)) })
  return (
    <fieldset className={css.editing} lang={language}>
      <legend className="strong">{t('question', { number })}</legend>
      <AreaField
        label={t('prompt')}
        rows={2}
        maxLength={400}
        value={question.prompt[language] ?? ''}
        onChange={(text) => change({ prompt: { ...question.prompt, [language]: text } })}
      />
      {question.options.map((each, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer is its place
        <div key={place} className={css.answer}>
          <input
            type="radio"
            name={group}
            aria-label={t('isRight', { number: place + 1 })}
            checked={each.right}
            onChange={() =>
              change({ options: question.options.map((other, at) => ({ ...other, right: at === place })) })
            }
          />
          <TextField
            label={t('option', { number: place + 1 })}
            maxLength={200}
            value={each.text[language] ?? ''}
            onChange={(text) => option(place, { text: { ...each.text, [language]: text } })}
          />
          {question.options.length > 2 ? (
            <button
              type="button"
              className="btn text small"
              aria-label={t('removeOption', { number: place + 1 })}
              onClick={() => change({ options: question.options.filter((_, at) => at !== place) })}
            >
              <Icon name="cross" size={16} />
            </button>
          ) : null}
        </div>
      ))}
      <AreaField
        label={t('explanation')}
        rows={2}
        maxLength={400}
        value={question.explanation[language] ?? ''}
        onChange={(text) => change({ explanation: { ...question.explanation, [language]: text } })}
      />
      <div className={css.actions}>
        {question.options.length < 5 ? (
          <button
            type="button"
            className="btn text small"
            onClick={() => change({ options: [...question.options, { text: blankText(), right: false }] })}
          >
            {t('addOption')}
          </button>
        ) : null}
        <button type="button" className="btn text small" aria-label={t('removeQuestion', { number })} onClick={remove}>
          <Icon name="cross" size={16} /> {t('removeThis')}
        </button>
      </div>
    </fieldset>
  )
}

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type TriedQuestion, tryWarmUpQuestion } from '../../client'
import { Icon } from '../../design/Icon'
import { Section } from '../../design/ManagePage'
import { useTexts } from './i18n'
import { LinesField } from './LinesField'
import { full } from './model'
import { type Asked, textOf } from './question'
import quiz from './questions.module.css'

const calm = 600

/** useTryQuestion asks the server what is wrong with a question as it is written now; nothing of it is kept. */
export function useTryQuestion(asked: Asked, language: string, texts: readonly string[], off: boolean) {
  const body = useMemo(() => ({ language, question: textOf(asked), texts: full(texts) }), [asked, language, texts])
  const [rested, setRested] = useState(body)
  useEffect(() => {
    const timer = setTimeout(() => setRested(body), calm)
    return () => clearTimeout(timer)
  }, [body])
  return useQuery({
    queryKey: ['warm-up-tries', rested],
    queryFn: ({ signal }) => tryWarmUpQuestion({ body: rested, signal }),
    placeholderData: keepPreviousData,
    enabled: !off,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
}

interface Props {
  texts: string[]
  setTexts: (texts: string[]) => void
  trial: UseQueryResult<TriedQuestion>
  language: string
}

/** TryQuestion shows which short answers the patterns take for right. */
export function TryQuestion({ texts, setTexts, trial, language }: Props) {
  const t = useTexts()
  const answers = full(texts)
  const right = trial.data?.right ?? []
  return (
    <Section title={t('tryAnswers')} note={t('tryAnswersNote')}>
      <LinesField label={t('answers')} pointer="/tried" lang={language} value={texts} onChange={setTexts} />
      <ul className={quiz.verdicts} aria-live="polite">
        {answers.map((answer, at) =>
          right[at] === undefined ? null : (
            <li key={answer} className={`s ${quiz.verdict}`}>
              <Icon name={right[at] ? 'check' : 'cross'} size={16} />
              <q lang={language}>{answer}</q> {right[at] ? t('takenRight') : t('takenWrong')}
            </li>
          ),
        )}
      </ul>
    </Section>
  )
}

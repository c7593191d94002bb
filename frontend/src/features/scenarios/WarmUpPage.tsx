import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import type { WrittenQuestion } from '../../client'
import { useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ChoiceField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SearchField } from '../../design/SearchField'
import { useLanguage } from '../../i18n'
import { languageName } from '../../i18n/languageName'
import { productsQuery } from '../../queries'
import { drawn, questionsQuery } from './api'
import { useTexts } from './i18n'
import { spoken } from './model'
import { productName } from './question'
import quiz from './questions.module.css'
import css from './scenarios.module.css'
import { Tabs } from './Tabs'

/** WarmUpPage lists the open-book questions about products that an audition begins with. */
export function WarmUpPage() {
  const t = useTexts()
  const detail = useOutlet()
  const mine = useLanguage()
  const mayWrite = !useReads()
  const [language, setLanguage] = useState<string>(mine)
  return (
    <ManagePage
      title={t('warmUp')}
      lead={t('warmUpLead')}
      action={
        mayWrite ? (
          <Link className="btn" to={`/manage/warm-up/new/${language}`}>
            {t('newQuestion')}
          </Link>
        ) : null
      }
    >
      <Tabs />
      <ListDetail
        list={<Questions language={language} setLanguage={setLanguage} />}
        detail={detail}
        hint={<EmptyState title={t('pickQuestion')}>{t('pickQuestionText')}</EmptyState>}
        backTo="/manage/warm-up"
      />
    </ManagePage>
  )
}

function Questions({ language, setLanguage }: { language: string; setLanguage: (tag: string) => void }) {
  const t = useTexts()
  const questions = useQuery(questionsQuery)
  const [text, setText] = useState('')
  const all = (questions.data?.items ?? []).filter((question) => question.language === language)
  const wanted = text.trim().toLowerCase()
  const found = all.filter((question) => `${question.ask} ${question.product}`.toLowerCase().includes(wanted))
  return (
    <section className={`card ${list.card}`} aria-label={t('warmUp')}>
      <PageState queries={[questions]} part>
        <div className={list.tools}>
          <ChoiceField
            label={t('language')}
            value={language}
            options={spoken.map((tag) => ({ value: tag as string, label: languageName(tag) }))}
            onChange={setLanguage}
          />
          <SearchField label={t('searchQuestions')} value={text} onChange={setText} />
        </div>
        <Enough used={all.filter((question) => !question.archived).length} language={language} />
        {all.length === 0 ? <EmptyState title={t('noQuestions')}>{t('noQuestionsText')}</EmptyState> : null}
        <ul className={list.rows}>
          {found.map((question) => (
            <li key={question.id}>
              <Row question={question} />
            </li>
          ))}
        </ul>
      </PageState>
    </section>
  )
}

/** Enough says whether an audition can draw its questions in a language. */
function Enough({ used, language }: { used: number; language: string }) {
  const t = useTexts()
  const enough = used >= drawn
  return (
    <p className={`s ${quiz.enough}`} data-few={!enough || undefined}>
      <Icon name={enough ? 'check' : 'flag'} size={16} />
      <span>
        {enough
          ? t('enoughQuestions', { count: used, of: drawn })
          : t('fewQuestions', { count: used, of: drawn, language: languageName(language) })}
      </span>
    </p>
  )
}

function Row({ question }: { question: WrittenQuestion }) {
  const t = useTexts()
  const products = useQuery(productsQuery).data?.items ?? []
  const { id, language, ask, points, archived, choices } = question
  return (
    <NavLink to={`/manage/warm-up/${id}/${language}`} className={`${list.row} ${quiz.question}`}>
      <span>
        <b className={list.name} lang={language}>
          {ask}
        </b>
        <span className={`s soft ${css.block}`}>
          {productName(question.product, products)} · {choices && choices.length > 0 ? t('byChoice') : t('byText')}
        </span>
      </span>
      <span className={list.aside}>
        {archived ? <span className="tag">{t('archived')}</span> : t('pointsOf', { count: points })}
      </span>
    </NavLink>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { type Article, changeArticle, checkArticle, reviewArticle, submitArticle, withdrawArticle } from '../../client'
import { Acts } from '../../design/Acts'
import { AreaField } from '../../design/fields'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { dayAndYear } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { ArticleEdit } from './ArticleEdit'
import { articleQuery } from './api'
import styles from './articles.module.css'
import { Blocks } from './Blocks'
import { History } from './History'
import { useTexts } from './i18n'

/** One article: to read, to write on, to review. */
export function ArticleDetail() {
  const { id = '' } = useParams()
  const article = useQuery(articleQuery(id))
  return (
    <PageState queries={[article]} part>
      {article.data && <Detail key={id} article={article.data} />}
    </PageState>
  )
}

function Detail({ article }: { article: Article }) {
  const t = useTexts()
  const [asked] = useSearchParams()
  const [writing, setWriting] = useState(asked.has('write')) // who comes to write it need not say so twice
  const read = article.published && article.state !== 'archived'
  return (
    <section className={`card ${list.form}`} aria-label={article.title}>
      <header className={styles.head}>
        <h2 lang={article.language}>{article.title}</h2>
        <p className="s soft">
          {[
            t(article.kind),
            languageName(article.language),
            t(article.state),
            t('by', { name: article.author.name }),
          ].join(' · ')}
        </p>
        {article.asked && <p className="s">{t('asked', { text: article.asked })}</p>}
        {article.reviewOn && (
          <p className="s soft">{t('dueOn', { day: dayAndYear(`${article.reviewOn}T12:00:00Z`) })}</p>
        )}
        {read && (
          <a className="s" href={`/help/${article.language}/${article.slug}`} target="_blank" rel="noreferrer">
            {t('readIt')}
          </a>
        )}
      </header>
      {writing && article.may.edit ? (
        <ArticleEdit article={article} onSaved={() => setWriting(false)} />
      ) : (
        <>
          <p lang={article.language}>{article.summary}</p>
          <Blocks blocks={article.blocks} language={article.language} />
        </>
      )}
      <Acts>
        <Moves article={article} writing={writing} write={() => setWriting(true)} />
        {article.state === 'review' &&
          (article.may.review ? <Review article={article} /> : <p className="s soft">{t('waits')}</p>)}
      </Acts>
      <History article={article} />
    </section>
  )
}

function useMove(article: Article) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (what: 'submit' | 'withdraw' | 'check' | 'archive' | 'restore') => {
      const path = { id: article.id }
      if (what === 'submit') return submitArticle({ path })
      if (what === 'withdraw') return withdrawArticle({ path })
      if (what === 'check') return checkArticle({ path })
      return changeArticle({ path, body: { archived: what === 'archive' } })
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['articles'] }),
  })
}

function Moves({ article, writing, write }: { article: Article; writing: boolean; write: () => void }) {
  const t = useTexts()
  const move = useMove(article)
  const { may } = article
  const away = article.state === 'archived'
  return (
    <div className={styles.acts}>
      {may.submit && !writing && (
        <button type="button" className="btn" onClick={() => move.mutate('submit')}>
          {t('submit')}
        </button>
      )}
      {may.check && !writing && (
        <button type="button" className="btn" onClick={() => move.mutate('check')}>
          {t('check')}
        </button>
      )}
      {may.edit && !writing && (
        <button type="button" className="btn second" onClick={write}>
          {t('changeIt')}
        </button>
      )}
      {may.withdraw && (
        <button type="button" className="btn second" onClick={() => move.mutate('withdraw')}>
          {t('withdraw')}
        </button>
      )}
      {may.keep && (
        <button type="button" className="btn second" onClick={() => move.mutate(away ? 'restore' : 'archive')}>
          {t(away ? 'restore' : 'archive')}
        </button>
      )}
      <Refused error={move.error} />
    </div>
  )
}

function Review({ article }: { article: Article }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [note, setNote] = useState('')
  const review = useMutation({
    mutationFn: (verdict: 'publish' | 'change') =>
      reviewArticle({ path: { id: article.id }, body: { no: article.newest, verdict, note } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['articles'] }),
  })
  return (
    <section className={styles.review} aria-labelledby="review-title">
      <h3 id="review-title">{t('reviewTitle')}</h3>
      <p className="s soft">{t('reviewLead')}</p>
      <AreaField label={t('note')} hint={t('noteHint')} value={note} onChange={setNote} rows={3} maxLength={1000} />
      <div className={styles.acts}>
        <button type="button" className="btn" onClick={() => review.mutate('publish')}>
          {t('publish')}
        </button>
        <button type="button" className="btn second" onClick={() => review.mutate('change')}>
          {t('sendBack')}
        </button>
        <Refused error={review.error} />
      </div>
    </section>
  )
}

import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { type Article, beginArticle, previewArticle, saveArticle } from '../../client'
import { AreaField, SelectField, TextField } from '../../design/fields'
import { Pair } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { SaveBar, submitting } from '../../design/SaveBar'
import { type Draft, useDraft, useFieldErrors } from '../../design/useDraft'
import { languageName } from '../../i18n/languageName'
import { brandQuery, productsQuery } from '../../queries'
import { articleQuery, useBase } from './api'
import styles from './articles.module.css'
import { Blocks } from './Blocks'
import { useTexts } from './i18n'

interface Text {
  title: string
  summary: string
  body: string
}

interface Begun extends Text {
  kind: 'article' | 'manual'
  language: string
  productId: string
}

/** The next version of an article, with what readers will see beside it. */
export function ArticleEdit({ article, onSaved }: { article: Article; onSaved: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const draft = useDraft<Text, Article>({
    source: article,
    toValues: ({ title, summary, body }) => ({ title, summary, body }),
    keepAs: article.id,
    submit: (values, base) => saveArticle({ path: { id: article.id }, body: { ...values, version: base.version } }),
    reload: () => cache.fetchQuery({ ...articleQuery(article.id), staleTime: 0 }),
    onSaved: () => {
      void cache.invalidateQueries({ queryKey: ['articles'] })
      onSaved()
    },
  })
  const differences = (theirs: Article, mine: Text) => [
    { label: t('articleTitle'), theirs: theirs.title, mine: mine.title },
    { label: t('summary'), theirs: theirs.summary, mine: mine.summary },
    { label: t('body'), theirs: theirs.body, mine: mine.body },
  ]
  return (
    <form onSubmit={submitting(draft)} noValidate className={styles.form}>
      <Fields draft={draft} language={article.language} />
      <SaveBar draft={draft} differences={differences} verb={t('save')} />
    </form>
  )
}

/** A new article. */
export function ArticleCreate() {
  const t = useTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const base = useBase()
  const languages = useQuery(brandQuery).data?.languages ?? ['en']
  const products = useQuery(productsQuery).data?.items ?? []
  const blank: Begun = {
    title: '',
    summary: '',
    body: '',
    kind: 'article',
    language: languages[0] ?? 'en',
    productId: '',
  }
  const draft = useDraft<Begun, Begun>({
    source: blank,
    toValues: (values) => values,
    keepAs: 'article',
    submit: async ({ productId, ...values }) => {
      const made = await beginArticle({ body: { ...values, ...(productId && { productId }) } })
      await cache.invalidateQueries({ queryKey: ['articles'] })
      void go(`${base}/${made.id}`)
      return blank
    },
  })
  const { values, set } = draft
  return (
    <section className={`card ${list.form}`} aria-label={t('new')}>
      <h2>{t('new')}</h2>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <Pair>
          <SelectField
            label={t('kind')}
            value={values.kind}
            onChange={(kind) => set({ kind })}
            options={[
              { value: 'article', label: t('article') },
              { value: 'manual', label: t('manual') },
            ]}
          />
          <SelectField
            label={t('language')}
            value={values.language}
            onChange={(language) => set({ language })}
            options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
          />
        </Pair>
        <SelectField
          label={t('product')}
          value={values.productId}
          onChange={(productId) => set({ productId })}
          options={[
            { value: '', label: t('everyProduct') },
            ...products.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Fields draft={draft} language={values.language} />
        <SaveBar draft={draft} verb={t('create')} />
      </form>
    </section>
  )
}

function Fields<V extends Text, R>({ draft, language }: { draft: Draft<V, R>; language: string }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  const change = (part: Partial<Text>) => set(part as Partial<V>)
  return (
    <>
      <TextField
        label={t('articleTitle')}
        hint={t('articleTitleHint')}
        value={values.title}
        lang={language}
        maxLength={120}
        onChange={(title) => change({ title })}
        error={error('title')}
      />
      <TextField
        label={t('summary')}
        hint={t('summaryHint')}
        value={values.summary}
        lang={language}
        maxLength={300}
        onChange={(summary) => change({ summary })}
        error={error('summary')}
      />
      <AreaField
        label={t('body')}
        hint={t('bodyHint')}
        value={values.body}
        lang={language}
        rows={14}
        onChange={(body) => change({ body })}
        error={error('body')}
      />
      <Preview language={language} body={values.body} />
    </>
  )
}

function Preview({ language, body }: { language: string; body: string }) {
  const t = useTexts()
  const [typed] = useDebouncedValue(body, 400)
  const preview = useQuery({
    queryKey: ['article-preview', language, typed],
    queryFn: ({ signal }) => previewArticle({ body: { language, body: typed }, signal }),
    placeholderData: keepPreviousData,
    enabled: typed.trim() !== '',
  }).data
  if (!preview || typed.trim() === '') return null
  const { score, long } = preview.ease
  return (
    <section className={styles.preview} aria-label={t('preview')}>
      <h3 className="s soft">{t('preview')}</h3>
      <Blocks blocks={preview.blocks} language={language} />
      <p className="s strong">{score < 0 ? t('easeNone') : t('ease', { score })}</p>
      {score >= 0 && score < 60 && <p className="s soft">{t('easeHard')}</p>}
      {long.length > 0 && (
        <>
          <p className="s soft">{t('long')}</p>
          <ul className="s" lang={language}>
            {long.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { changeFact, createFact, type Fact } from '../../client'
import { ArchiveButton } from '../../design/ArchiveButton'
import type { Difference } from '../../design/ConflictNote'
import { FactCard } from '../../design/FactCard'
import { AreaField, SelectField, TextField } from '../../design/fields'
import { Pair } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { type Draft, useDraft, useFieldErrors } from '../../design/useDraft'
import { useWords } from '../../design/words'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { everyFact } from './api'
import { Did } from './FactsPage'
import { useTexts } from './i18n'
import styles from './knowledge.module.css'
import { useProductOptions, useReasonOptions } from './options'

interface Values {
  title: string
  body: string
  source: string
  url: string
  language: string
  productId: string
  reasonId: string
}

function valuesOf(fact: Fact): Values {
  const { title, body, source, language } = fact
  return {
    title,
    body,
    source,
    language,
    url: fact.url ?? '',
    productId: fact.productId ?? '',
    reasonId: fact.reasonId ?? '',
  }
}

/** One fact, to be changed or archived. */
export function FactEdit() {
  const { id = '' } = useParams()
  const facts = useQuery(everyFact)
  const fact = facts.data?.find((one) => one.id === id)
  return (
    <PageState queries={[facts]} part>
      {fact ? <Edit key={id} fact={fact} /> : <Gone />}
    </PageState>
  )
}

function Edit({ fact }: { fact: Fact }) {
  const t = useTexts()
  const cache = useQueryClient()
  const draft = useDraft<Values, Fact>({
    source: fact,
    toValues: valuesOf,
    keepAs: fact.id,
    submit: (values, base) => changeFact({ path: { id: fact.id }, body: { ...values, version: base.version } }),
    reload: async () => {
      const fresh = await cache.fetchQuery({ ...everyFact, staleTime: 0 })
      return fresh.find((one) => one.id === fact.id) ?? fact
    },
    onSaved: () => void cache.invalidateQueries({ queryKey: ['facts'] }),
  })
  const differences = (theirs: Fact, mine: Values): Difference[] => {
    const other = valuesOf(theirs)
    return [
      { label: t('factTitle'), theirs: other.title, mine: mine.title },
      { label: t('body'), theirs: other.body, mine: mine.body },
      { label: t('source'), theirs: other.source, mine: mine.source },
      { label: t('url'), theirs: other.url, mine: mine.url },
    ]
  }
  return (
    <section className={`card ${list.form}`} aria-label={fact.title}>
      <header className={styles.head}>
        <h2>{fact.title}</h2>
        <Did fact={fact} />
      </header>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <Fields draft={draft} />
        <SaveBar draft={draft} differences={differences}>
          <span className="grow" />
          <ArchiveButton
            archived={fact.archived}
            change={(archived) => changeFact({ path: { id: fact.id }, body: { archived } })}
            list="facts"
            done={(archived) => t(archived ? 'archivedDone' : 'restoredDone', { name: fact.title })}
            hint={t('archiveHint')}
          />
        </SaveBar>
      </form>
    </section>
  )
}

/** A new fact. */
export function FactCreate() {
  const t = useTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const language = useQuery(brandQuery).data?.languages[0] ?? 'en'
  const blank: Values = { title: '', body: '', source: '', url: '', language, productId: '', reasonId: '' }
  const draft = useDraft<Values, Values>({
    source: blank,
    toValues: (values) => values,
    keepAs: 'fact',
    submit: async ({ url, productId, reasonId, ...values }) => {
      const made = await createFact({
        body: { ...values, ...(url && { url }), ...(productId && { productId }), ...(reasonId && { reasonId }) },
      })
      await cache.invalidateQueries({ queryKey: ['facts'] })
      void go(`/manage/facts/${made.id}`)
      return blank
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('new')}>
      <header className={styles.head}>
        <h2>{t('new')}</h2>
      </header>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <Fields draft={draft} />
        <SaveBar draft={draft} verb={t('create')} />
      </form>
    </section>
  )
}

const longest = 400

function Fields<R>({ draft }: { draft: Draft<Values, R> }) {
  const t = useTexts()
  const words = useWords()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  const left = longest - values.body.trim().length
  return (
    <>
      <TextField
        label={t('factTitle')}
        hint={t('factTitleHint')}
        value={values.title}
        onChange={(title) => set({ title })}
        error={error('title')}
        required
        maxLength={80}
      />
      <AreaField
        label={t('body')}
        hint={left < 0 ? t('bodyOver', { count: -left }) : t('bodyHint', { count: left })}
        value={values.body}
        onChange={(body) => set({ body })}
        error={error('body')}
        required
      />
      <Pair>
        <TextField
          label={t('source')}
          hint={t('sourceHint')}
          value={values.source}
          onChange={(source) => set({ source })}
          error={error('source')}
          required
          maxLength={120}
        />
        <TextField
          label={t('url')}
          optional={words('optional')}
          type="url"
          inputMode="url"
          value={values.url}
          onChange={(url) => set({ url })}
          error={error('url')}
          placeholder="https://"
          maxLength={500}
        />
      </Pair>
      <About draft={draft} />
      <Preview values={values} />
    </>
  )
}

function About<R>({ draft: { values, set, ...rest } }: { draft: Draft<Values, R> }) {
  const t = useTexts()
  const error = useFieldErrors({ values, set, ...rest })
  const languages = useQuery(brandQuery).data?.languages ?? [values.language]
  const products = [{ value: '', label: t('allProducts') }, ...useProductOptions()]
  const reasons = [{ value: '', label: t('allReasons') }, ...useReasonOptions()]
  return (
    <div className={styles.about}>
      <SelectField
        label={t('product')}
        value={values.productId}
        onChange={(productId) => set({ productId })}
        error={error('productId')}
        options={products}
      />
      <SelectField
        label={t('reason')}
        value={values.reasonId}
        onChange={(reasonId) => set({ reasonId })}
        error={error('reasonId')}
        options={reasons}
      />
      <SelectField
        label={t('language')}
        value={values.language}
        onChange={(language) => set({ language })}
        error={error('language')}
        options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
      />
    </div>
  )
}

/** Preview shows the card where it will stand: under somebody's own words. */
function Preview({ values }: { values: Values }) {
  const t = useTexts()
  const url = /^https?:\/\/./.test(values.url) ? values.url : undefined
  const source = values.source || t('previewSource')
  const fact = { title: values.title || t('previewTitle'), body: values.body || t('previewBody'), source }
  return (
    <figure className={styles.preview}>
      <figcaption className="s strong">{t('preview')}</figcaption>
      <div className={styles.bubble} lang={values.language}>
        <p className="quiet">{t('previewWords')}</p>
        <FactCard fact={url ? { ...fact, url } : fact} sourceLabel={t('sourceLink', { source })} />
      </div>
    </figure>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { changeProduct, createProduct, type Product } from '../../client'
import { ArchiveButton } from '../../design/ArchiveButton'
import type { Difference } from '../../design/ConflictNote'
import { AreaField, TextField } from '../../design/fields'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { PictureField } from '../../design/PictureField'
import { SaveBar, submitting } from '../../design/SaveBar'
import { type Draft, useDraft, useFieldErrors } from '../../design/useDraft'
import { useWords } from '../../design/words'
import { allProductsQuery } from './api'
import styles from './brand.module.css'
import { Generation } from './Generation'
import { useTexts } from './i18n'

interface Values {
  name: string
  description: string
  url: string
  picture: string
}

function valuesOf(product: Product): Values {
  return {
    name: product.name,
    description: product.description,
    url: product.url ?? '',
    picture: product.picture ?? '',
  }
}

/** One product, to be changed or archived. */
export function ProductEdit() {
  const { id = '' } = useParams()
  const products = useQuery(allProductsQuery)
  const product = products.data?.find((one) => one.id === id)
  return (
    <PageState queries={[products]} part>
      {product ? <Edit key={id} product={product} /> : <Gone />}
    </PageState>
  )
}

function Edit({ product }: { product: Product }) {
  const t = useTexts()
  const cache = useQueryClient()
  const draft = useDraft<Values, Product>({
    source: product,
    toValues: valuesOf,
    keepAs: product.id,
    submit: (values, base) => changeProduct({ path: { id: product.id }, body: { ...values, version: base.version } }),
    reload: async () => {
      const fresh = await cache.fetchQuery({ ...allProductsQuery, staleTime: 0 })
      return fresh.find((one) => one.id === product.id) ?? product
    },
    onSaved: () => void cache.invalidateQueries({ queryKey: ['products'] }),
  })
  const differences = (theirs: Product, mine: Values): Difference[] => {
    const other = valuesOf(theirs)
    return [
      { label: t('productName'), theirs: other.name, mine: mine.name },
      { label: t('productDescription'), theirs: other.description, mine: mine.description },
      { label: t('productUrl'), theirs: other.url, mine: mine.url },
      { label: t('productPicture'), theirs: other.picture, mine: mine.picture },
    ]
  }
  return (
    <section className={`card ${list.form}`} aria-label={product.name}>
      <h2 className={styles.formTitle}>{product.name}</h2>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <Fields draft={draft} />
        <SaveBar draft={draft} differences={differences}>
          <span className="grow" />
          <Archive product={product} />
        </SaveBar>
      </form>
      <Generation product={product} />
    </section>
  )
}

function Archive({ product }: { product: Product }) {
  const t = useTexts()
  return (
    <ArchiveButton
      archived={product.archived}
      change={(archived) => changeProduct({ path: { id: product.id }, body: { archived } })}
      list="products"
      done={(archived) => t(archived ? 'archivedDone' : 'restoredDone', { name: product.name })}
      hint={t('archiveHint')}
    />
  )
}

const blank: Values = { name: '', description: '', url: '', picture: 'parcel' }

/** A new product. */
export function ProductCreate() {
  const t = useTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const draft = useDraft<Values, Values>({
    source: blank,
    toValues: (values) => values,
    keepAs: 'product',
    submit: async ({ url, ...values }) => {
      const made = await createProduct({ body: { ...values, ...(url ? { url } : {}) } })
      await cache.invalidateQueries({ queryKey: ['products'] })
      void go(`/manage/products/${made.id}`)
      return blank
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('productNew')}>
      <h2 className={styles.formTitle}>{t('productNew')}</h2>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <Fields draft={draft} />
        <SaveBar draft={draft} verb={t('productCreate')} />
      </form>
    </section>
  )
}

function Fields<R>({ draft }: { draft: Draft<Values, R> }) {
  const t = useTexts()
  const words = useWords()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  return (
    <>
      <TextField
        label={t('productName')}
        value={values.name}
        onChange={(name) => set({ name })}
        error={error('name')}
        required
        maxLength={80}
      />
      <AreaField
        label={t('productDescription')}
        hint={t('productDescriptionHint')}
        value={values.description}
        onChange={(description) => set({ description })}
        error={error('description')}
        maxLength={2000}
      />
      <TextField
        label={t('productUrl')}
        optional={words('optional')}
        type="url"
        inputMode="url"
        value={values.url}
        onChange={(url) => set({ url })}
        error={error('url')}
        placeholder="https://"
      />
      <PictureField
        label={t('productPicture')}
        value={values.picture}
        onChange={(picture) => set({ picture })}
        error={error('picture')}
      />
    </>
  )
}

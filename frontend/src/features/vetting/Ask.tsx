import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AskedCustomer, askCustomers, countProspects, type Funnel, listProducts, type Vacancy } from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import { NumberField, SelectField } from '../../design/fields'
import { Pair, Section } from '../../design/ManagePage'
import { number } from '../../i18n/format'
import { allPages } from '../../queries/allPages'
import { csvOf } from './csv'
import { useTexts } from './i18n'
import { useSentence } from './useSentence'
import styles from './vetting.module.css'

/** Ask makes personal invitations for customers whom the shop vouches for. Their links are shown once, as a file. */
export function Ask({ vacancy, funnel }: { vacancy: Vacancy; funnel: Funnel }) {
  const t = useTexts()
  const sentence = useSentence()
  const cache = useQueryClient()
  const [product, setProduct] = useState('')
  const [stars, setStars] = useState('0')
  const [most, setMost] = useState<number | undefined>(100)
  const products = useQuery({
    queryKey: ['products', 'names'],
    queryFn: ({ signal }) => allPages((cursor) => listProducts({ query: { limit: 100, cursor }, signal })),
  })
  const segment = { product: product || undefined, minStars: Number(stars) || undefined }
  const prospects = useQuery({
    queryKey: ['vacancies', 'prospects', vacancy.id, product, stars],
    queryFn: ({ signal }) => countProspects({ path: { id: vacancy.id }, query: segment, signal }),
  })
  const count = prospects.data?.count ?? 0
  const ask = useMutation({
    mutationFn: () => askCustomers({ path: { id: vacancy.id }, body: { ...segment, most: most ?? 1 } }),
    onSettled: () => void cache.invalidateQueries({ queryKey: ['vacancies'] }),
  })
  const may = count > 0 && most !== undefined && !ask.isPending
  return (
    <Section title={t('ask')} note={t('askNote')}>
      <Pair>
        <SelectField
          label={t('product')}
          value={product}
          onChange={setProduct}
          options={[
            { value: '', label: t('anyProduct') },
            ...(products.data ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
        />
        <SelectField
          label={t('stars')}
          value={stars}
          onChange={setStars}
          options={[
            { value: '0', label: t('anyStars') },
            ...['3', '4', '5'].map((value) => ({ value, label: t('starsOf', { count: value }) })),
          ]}
        />
        <NumberField label={t('most')} unit={t('people')} min={1} max={500} value={most} onChange={setMost} />
      </Pair>
      <div className={styles.actions}>
        <button type="button" className="btn second" aria-disabled={!may} onClick={() => may && ask.mutate()}>
          {t('makeInvitations')}
        </button>
        <span className="s soft" role="status">
          {prospects.data && t('canAsk', { count })}
        </span>
      </div>
      {ask.error && <ErrorNote title={sentence(ask.error)} icon="flag" />}
      {ask.data && ask.data.items.length > 0 && <Invitations asked={ask.data.items} slug={vacancy.slug} />}
      {funnel.asked > 0 && (
        <p className="s quiet">
          {t('asked', {
            asked: number(funnel.asked),
            opened: number(funnel.opened),
            declined: number(funnel.declined),
          })}
        </p>
      )}
    </Section>
  )
}

function Invitations({ asked, slug }: { asked: AskedCustomer[]; slug: string }) {
  const t = useTexts()
  const take = () => {
    const file = new Blob([csvOf(asked)], { type: 'text/csv' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `invitations-${slug}.csv`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <div className={styles.double} role="status">
      <b>{t('invitations', { count: asked.length })}</b>
      <p className="s">{t('invitationsOnce')}</p>
      <button type="button" className="btn" onClick={take}>
        {t('download')}
      </button>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { claimProduct, dropProduct } from '../../../client'
import { SelectField, TextField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { ProductPicture } from '../../../design/ProductPicture'
import { Refused } from '../../../design/Refused'
import { useWords } from '../../../design/words'
import type { Language } from '../../../i18n'
import { productsQuery } from '../../../queries'
import { type Profile, useMyProfile } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'

type Product = Profile['owned'][number]

/** The products of a profile, with who verified them. */
export function Owned({ owned, language }: { owned: Product[]; language: Language }) {
  const t = useTexts()
  const drop = useMyProfile(language, (id: string) => dropProduct({ path: { id } }).then(() => undefined))
  return (
    <section className={`card ${styles.card}`}>
      <div>
        <h2>{t('ownTitle')}</h2>
        <p className="s soft">{t('ownLead')}</p>
      </div>
      {owned.length > 0 && (
        <ul className={styles.lines}>
          {owned.map((product) => (
            <OwnedRow key={product.productId} product={product}>
              <button
                type="button"
                className="btn text small"
                aria-label={t('ownDrop', { name: product.name })}
                onClick={() => drop.mutate(product.productId)}
              >
                <Icon name="cross" size={16} />
              </button>
            </OwnedRow>
          ))}
        </ul>
      )}
      <Refused error={drop.error} />
      <Claim owned={owned} language={language} />
    </section>
  )
}

/** One product, and what can be done about it. */
export function OwnedRow({ product, children }: { product: Product; children: React.ReactNode }) {
  const t = useTexts()
  const word = { shop: t('verifiedShop'), manager: t('verifiedManager') }
  return (
    <li className={styles.owned}>
      <ProductPicture name={product.picture ?? ''} size={40} />
      <div>
        <b>{product.name}</b>
        <span className="s soft">
          {' '}
          {product.verifiedBy ? word[product.verifiedBy] : t('unverified')}
          {product.proof && `, ${t('proof', { proof: product.proof })}`}
        </span>
      </div>
      <span className={styles.acts}>{children}</span>
    </li>
  )
}

function Claim({ owned, language }: { owned: Product[]; language: Language }) {
  const t = useTexts()
  const words = useWords()
  const products = useQuery(productsQuery).data?.items ?? []
  const [picked, setPicked] = useState('')
  const [proof, setProof] = useState('')
  const send = useMyProfile(language, (id: string) => claimProduct({ path: { id }, body: { proof } }))
  const free = products.filter((product) => !owned.some((own) => own.productId === product.id))
  if (free.length === 0) return products.length > 0 ? <p className="s quiet">{t('ownAll')}</p> : null
  const product = free.some((each) => each.id === picked) ? picked : (free[0]?.id ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate(product, { onSuccess: () => setProof('') })
  }
  return (
    <form onSubmit={submit}>
      <div className={styles.add}>
        <SelectField
          label={t('ownAdd')}
          value={product}
          onChange={setPicked}
          options={free.map((each) => ({ value: each.id, label: each.name }))}
        />
        <TextField
          label={t('ownProof')}
          optional={words('optional')}
          hint={t('ownProofHint')}
          value={proof}
          onChange={setProof}
          maxLength={60}
          autoComplete="off"
        />
      </div>
      <div className={styles.acts}>
        <button type="submit" className="btn second" aria-disabled={send.isPending}>
          {t('ownSend')}
        </button>
      </div>
      <Refused error={send.error} />
    </form>
  )
}

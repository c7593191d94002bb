import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../../app/problem'
import { useActor } from '../../app/session'
import { announceGeneration, type Product } from '../../client'
import { Dialog } from '../../design/Dialog'
import { ErrorNote } from '../../design/ErrorNote'
import { Section } from '../../design/ManagePage'
import { useRefusalSentence } from '../../design/words'
import styles from './brand.module.css'
import { useTexts } from './i18n'

/** Generation says that a product is a new one now: the certificates about the one before end. */
export function Generation({ product }: { product: Product }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const reads = useActor().role === 'auditor'
  const [asked, setAsked] = useState(false)
  const next = product.generation + 1
  const announce = useMutation<{ ended: number }, ProblemError | Error>({
    mutationFn: () => announceGeneration({ path: { id: product.id }, body: { generation: next } }),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: ['products'] })
      void cache.invalidateQueries({ queryKey: ['growth'] })
    },
    onSuccess: () => setAsked(false),
  })
  return (
    <Section title={t('generationTitle', { number: product.generation })} note={t('generationNote')}>
      {announce.data ? (
        <p className="s" role="status">
          {t('generationEnded', { count: announce.data.ended })}
        </p>
      ) : null}
      {reads || product.archived ? null : (
        <div>
          <button type="button" className="btn second small" onClick={() => setAsked(true)}>
            {t('generationNew', { number: next })}
          </button>
        </div>
      )}
      {asked ? (
        <Dialog
          title={t('generationAsk', { product: product.name, number: next })}
          lead={t('generationSure')}
          onClose={() => setAsked(false)}
        >
          <div className={styles.form}>
            {announce.error instanceof ProblemError ? (
              <ErrorNote title={t('generationRefused')}>{sentence(announce.error)}</ErrorNote>
            ) : null}
            <div className={styles.acts}>
              <button type="button" className="btn" disabled={announce.isPending} onClick={() => announce.mutate()}>
                {t('generationNew', { number: next })}
              </button>
              <button type="button" className="btn text" onClick={() => setAsked(false)}>
                {t('generationNot')}
              </button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </Section>
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { proved } from '../../app/proof'
import { askProof, prove } from '../../client'
import { Dialog } from '../../design/Dialog'
import { TextField } from '../../design/fields'
import { PageState } from '../../design/PageState'
import { ProofElsewhere } from './providers/ProofElsewhere'
import { Failed } from './security/Failed'
import { factorsQuery } from './security/queries'
import css from './security/security.module.css'
import { useSecurityTexts } from './security/texts'
import { askPasskey, canPasskey } from './security/webauthn'

/** Proof asks a person to show once more that it is them, before what is sensitive is done. */
export function Proof() {
  const t = useSecurityTexts()
  const factors = useQuery(factorsQuery)
  const [text, setText] = useState('')
  const passkeys = (factors.data?.passkeys.length ?? 0) > 0 && canPasskey()
  const second = passkeys || factors.data?.appSince !== undefined || (factors.data?.passkeys.length ?? 0) > 0
  const byText = useMutation({
    mutationFn: () => prove({ body: second ? { code: text } : { password: text } }),
    onSuccess: () => proved(true),
  })
  const byKey = useMutation({
    mutationFn: async () => {
      const question = await askProof()
      const answer = await askPasskey(question.options)
      return prove({ body: { passkey: { challenge: question.challenge, answer } } })
    },
    onSuccess: () => proved(true),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!byText.isPending) byText.mutate()
  }
  return (
    <Dialog title={t('proofTitle')} lead={t('proofText')} onClose={() => proved(false)}>
      <PageState queries={[factors]} part>
        {passkeys ? (
          <div className={css.first}>
            <button type="button" className="btn" aria-disabled={byKey.isPending} onClick={() => byKey.mutate()}>
              {t('proofPasskey')}
            </button>
          </div>
        ) : null}
        {factors.data && !second ? <ProofElsewhere first={!factors.data.password} /> : null}
        {factors.data && !second && !factors.data.password ? null : (
          <form className={css.form} onSubmit={submit}>
            <TextField
              label={second ? t('proofCode') : t('proofPassword')}
              type={second ? 'text' : 'password'}
              autoComplete={second ? 'one-time-code' : 'current-password'}
              required
              value={text}
              onChange={setText}
            />
            <Failed error={byText.error ?? byKey.error} />
            <div>
              <button type="submit" className={passkeys ? 'btn second' : 'btn'} aria-disabled={byText.isPending}>
                {t('proofGo')}
              </button>
            </div>
          </form>
        )}
      </PageState>
    </Dialog>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { checkIdentityToken, type IdentityCheck, type IdentityFinding } from '../../../client'
import { AreaField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { Refused } from '../../../design/Refused'
import { Rich } from '../../../i18n/rich'
import { useTexts } from './i18n'
import styles from './identity.module.css'

/** Tells what is right and wrong with a token, without using it up. */
export function Checker() {
  const t = useTexts()
  const [token, setToken] = useState('')
  const check = useMutation({ mutationFn: (pasted: string) => checkIdentityToken({ body: { token: pasted } }) })
  return (
    <form
      className={styles.checker}
      onSubmit={(event) => {
        event.preventDefault()
        if (token.trim() && !check.isPending) check.mutate(token.trim())
      }}
    >
      <AreaField
        label={t('token')}
        value={token}
        onChange={setToken}
        rows={4}
        maxLength={8192}
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
      />
      <button type="submit" className="btn second small" aria-disabled={!token.trim() || check.isPending}>
        {t('check')}
      </button>
      <Refused error={check.error} />
      <div aria-live="polite">{check.data && <Verdict check={check.data} />}</div>
    </form>
  )
}

function Verdict({ check: { good, findings, claims } }: { check: IdentityCheck }) {
  const t = useTexts()
  const wrong = findings.filter((finding) => !finding.good)
  return (
    <div className={good ? `${styles.verdict} ${styles.good}` : styles.verdict}>
      <b>{good ? t('good', { subject: claims?.name || claims?.subject || '' }) : t('bad', { count: wrong.length })}</b>
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <li key={finding.step} className={finding.good ? undefined : styles.wrong}>
            <Icon name={finding.good ? 'check' : 'cross'} size={16} />
            <div>
              <span className="hidden">{finding.good ? t('right') : t('wrong')}: </span>
              {t(finding.step === 'claims' ? 'claimsStep' : finding.step)}
              {!finding.good && <Why finding={finding} />}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What one step found instead, and what helps. */
function Why({ finding: { step, found, want } }: { finding: IdentityFinding }) {
  const t = useTexts()
  const says: string[] = []
  if (step === 'expiry') says.push(t('expiryFound', { found: found ?? '', want: want ?? '' }))
  else if (step === 'claims') says.push(found ? t('claimsFound', { found }) : '')
  else if (step !== 'shape' && step !== 'signature') says.push(found ? t('found', { found }) : t('foundNothing'))
  if (step === 'key') says.push(t('keyHelp'))
  if (step === 'signature') says.push(t('signatureHelp'))
  if (step === 'jti') says.push(t('jtiUsed'))
  if (want && step !== 'expiry') says.push(want.includes(', ') ? t('wantOneOf', { want }) : t('want', { want }))
  return (
    <p className="s soft">
      <Rich text={says.filter(Boolean).join(' ')} marks={{ b: (inner) => <code>{inner}</code> }} />
    </p>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Factors, makeRecoveryCodes } from '../../../client'
import { Icon } from '../../../design/Icon'
import { dayAndYear } from '../../../i18n/format'
import { Failed } from './Failed'
import { lookAgain } from './queries'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** Recovery tells how many codes are left, and makes new ones. */
export function Recovery({ factors, onCodes }: { factors: Factors; onCodes: (codes: string[]) => void }) {
  const t = useSecurityTexts()
  const cache = useQueryClient()
  const make = useMutation({
    mutationFn: () => makeRecoveryCodes(),
    onSuccess: (made) => {
      void lookAgain(cache)
      onCodes(made.recoveryCodes)
    },
  })
  const { left, usedAt } = factors.recovery
  const has = factors.passkeys.length > 0 || factors.appSince !== undefined
  return (
    <section className={css.part} aria-label={t('recovery')}>
      <div>
        <h2>{t('recovery')}</h2>
        <p className="s quiet">{t('recoveryText')}</p>
      </div>
      {has ? (
        <>
          <p>{left > 0 ? t('recoveryLeft', { count: left }) : t('recoveryNone')}</p>
          {usedAt ? (
            <p className={css.note}>
              <Icon name="flag" size={16} />
              <span>{t('recoveryUsed', { date: dayAndYear(usedAt) })}</span>
            </p>
          ) : null}
          <div className="row">
            <button type="button" className="btn second" aria-disabled={make.isPending} onClick={() => make.mutate()}>
              {t('recoveryNew')}
            </button>
            <span className="s quiet">{t('recoveryNewText')}</span>
          </div>
          <Failed error={make.error} />
        </>
      ) : (
        <p className="s soft">{t('recoveryLater')}</p>
      )}
    </section>
  )
}

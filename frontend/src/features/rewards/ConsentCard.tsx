import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changeMyProfile, type Expert, type Me } from '../../client'
import { Bird } from '../../design/Bird'
import { SwitchField } from '../../design/fields'
import { number } from '../../i18n/format'
import { meQuery } from '../../queries'
import styles from './consent.module.css'
import { useTexts } from './i18n'

interface Props {
  expert: Expert
  rank: number
  score: number
}

/** Whether the person is named on the board, with the row as others would see it. */
export function ConsentCard({ expert, rank, score }: Props) {
  const t = useTexts()
  const save = useSaveConsent()
  const named = save.isPending ? save.variables : (expert.boardName ?? false)
  const name = named ? expert.displayName : expert.alias
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('consentTitle')}</h2>
      <p className="s soft">{t('consentText')}</p>
      <div className={styles.preview} aria-hidden="true">
        <b className="fig">{rank > 0 ? rank : '·'}</b>
        <Bird number={expert.bird} size={30} />
        <b className="strong">{name}</b>
        <b className="fig">{number(score)}</b>
      </div>
      <SwitchField
        label={t('consentLabel')}
        hint={named ? t('consentOn', { name }) : t('consentOff', { alias: name })}
        checked={named}
        onChange={(next) => save.mutate(next)}
      />
      <p className="s quiet" aria-live="polite">
        {save.isError ? t('consentFailed') : t('consentChange')}
      </p>
    </section>
  )
}

function useSaveConsent() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (boardName: boolean) => changeMyProfile({ body: { boardName } }),
    onSuccess: (expert) => {
      cache.setQueryData<Me>(meQuery.queryKey, (me) => (me ? { ...me, expert } : me))
      return cache.invalidateQueries({ queryKey: ['board'] })
    },
  })
}

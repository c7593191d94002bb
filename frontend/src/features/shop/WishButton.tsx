import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../app/problem'
import { putOnWishList, takeOffWishList } from '../../client'
import { Icon } from '../../design/Icon'
import { useRefusalSentence } from '../../design/words'
import { useTexts } from './i18n'
import styles from './prices.module.css'
import type { Reward } from './types'

/** Puts a reward on the own wish list, or takes it off. What is saved up for stands first on the shelf. */
export function WishButton({ reward }: { reward: Reward }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const change = useMutation({
    mutationFn: (on: boolean) => (on ? putOnWishList : takeOffWishList)({ path: { id: reward.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['rewards'] }),
  })
  if (!reward.mine) return null
  const on = reward.mine.onWishList
  return (
    <>
      <button
        type="button"
        className={styles.wish}
        aria-pressed={on}
        aria-label={t('wishNamed', { name: reward.name })}
        aria-disabled={change.isPending}
        onClick={() => !change.isPending && change.mutate(!on)}
      >
        <Icon name="heart" size={16} />
        {t(on ? 'wished' : 'wish')}
      </button>
      {change.error instanceof ProblemError && (
        <p className={`s ${styles.refusal}`} role="alert">
          {sentence(change.error)}
        </p>
      )}
    </>
  )
}

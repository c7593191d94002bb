import { useServerSecond } from '../../../live/serverTime'
import type { Redemption } from '../types'
import { useDeed } from './api'
import css from './drops.module.css'
import { useTexts } from './i18n'
import { Said } from './Part'
import { useLeft } from './useLeft'

/** Keep asks who came first whether they want the piece, while it is set aside for them. */
export function Keep({ redemption }: { redemption: Redemption }) {
  const until = redemption.confirmUntil
  if (!until || redemption.confirmedAt || redemption.state !== 'requested') return null
  return <Ask redemption={redemption} until={until} />
}

function Ask({ redemption, until }: { redemption: Redemption; until: string }) {
  const t = useTexts()
  const act = useDeed()
  const time = useLeft()(until, useServerSecond() * 1_000)
  return (
    <div className={css.won}>
      <Said error={act.error} />
      <div className={css.line}>
        <span className="s">{time ? t('keepText', { time }) : t('soon')}</span>
        {time && (
          <button
            type="button"
            className="btn small"
            disabled={act.isPending}
            aria-label={t('keepNamed', { name: redemption.rewardName })}
            onClick={() => act.mutate({ deed: 'keep', id: redemption.id })}
          >
            {t('keepIt')}
          </button>
        )}
      </div>
    </div>
  )
}

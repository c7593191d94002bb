import type { Slot } from '../../client'
import { useTexts } from './i18n'
import css from './shifts.module.css'

/** Places are the seats of a slot: filled are taken, dashed are free; the words say the same. */
export function Places({ slot }: { slot: Pick<Slot, 'seats' | 'taken'> }) {
  const t = useTexts()
  const free = Math.max(0, slot.seats - slot.taken)
  return (
    <span className={css.places}>
      {slot.seats <= 8 && (
        <span aria-hidden="true" className={css.dots}>
          {Array.from({ length: slot.seats }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places are numbered
            <i key={i} data-taken={i < slot.taken || undefined} />
          ))}
        </span>
      )}
      <span className="s quiet">{free === 0 ? t('full') : t('freePlaces', { count: free })}</span>
    </span>
  )
}

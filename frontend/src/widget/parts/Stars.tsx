import { useState } from 'preact/hooks'
import { useAround } from '../context'

const star =
  'M12 2.800l2.800 5.900l6.400.8l-4.700 4.500l1.200 6.400L12 17.300l-5.700 3.100l1.200-6.400L2.800 9.500l6.400-.8z'

interface StarsProps {
  legend: string
  value: number | undefined
  onChange(stars: number): void
}

/** Five stars as one radio group: arrow keys, a word for each, and a preview under the pointer. */
export function Stars({ legend, value, onChange }: StarsProps) {
  const { words } = useAround()
  const [over, setOver] = useState<number>()
  const lit = over ?? value ?? 0
  return (
    <fieldset>
      <legend class="lab">{legend}</legend>
      <div class="stars" onPointerLeave={() => setOver(undefined)}>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} onPointerEnter={() => setOver(n)}>
            <input
              type="radio"
              name="stars"
              aria-label={words.star(n)}
              checked={value === n}
              onChange={() => onChange(n)}
            />
            <Star lit={n <= lit} size={44} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function Star({ lit, size }: { lit: boolean; size: number }) {
  return (
    <svg class={lit ? 'star lit' : 'star'} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={star} />
    </svg>
  )
}

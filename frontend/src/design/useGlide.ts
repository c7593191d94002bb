import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * useGlide lets rows glide to their new place (FLIP): put the ref on the list, and data-glide with a stable key on every
 * row. A row that rose glides above the others. With reduced motion rows arrive in place.
 */
export function useGlide<T extends HTMLElement>(order: string): RefObject<T | null> {
  const list = useRef<T>(null)
  const places = useRef(new Map<string, number>())
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves rows
  useLayoutEffect(() => {
    const rows = list.current?.querySelectorAll<HTMLElement>('[data-glide]') ?? []
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const now = new Map<string, number>()
    for (const row of rows) {
      const key = row.dataset.glide ?? ''
      now.set(key, row.offsetTop)
      const before = places.current.get(key)
      if (still || before === undefined || before === row.offsetTop) continue
      glide(row, before - row.offsetTop)
    }
    places.current = now
  }, [order])
  return list
}

function glide(row: HTMLElement, from: number) {
  const rose = from > 0
  const style = getComputedStyle(row)
  row.animate(
    [
      { transform: `translateY(${from}px)`, zIndex: rose ? 3 : 1 },
      { transform: 'none', zIndex: rose ? 3 : 1 },
    ],
    {
      duration: Number.parseFloat(style.getPropertyValue('--t-move')) || 520,
      easing: style.getPropertyValue('--ease-glide') || 'cubic-bezier(.5, 0, .1, 1)',
    },
  )
}

import { useEffect, useRef, useState } from 'react'

/** countAt is the figure shown at a moment of the count, from 0 to 1, with an easing end. */
export function countAt(from: number, to: number, progress: number): number {
  const eased = 1 - (1 - Math.min(1, Math.max(0, progress))) ** 3
  return Math.round(from + (to - from) * eased)
}

/** useCount counts a figure up once when it grows; it falls, and starts, in place. Still for those who want less motion. */
export function useCount(value: number | undefined, milliseconds = 900): number {
  const [shown, setShown] = useState(value ?? 0)
  const last = useRef(value)
  useEffect(() => {
    const from = last.current
    last.current = value
    if (value === undefined) return
    if (from === undefined || value <= from || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setShown(value)
      return
    }
    const start = performance.now()
    let frame = requestAnimationFrame(function step(now) {
      const progress = (now - start) / milliseconds
      setShown(countAt(from, value, progress))
      if (progress < 1) frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [value, milliseconds])
  return shown
}

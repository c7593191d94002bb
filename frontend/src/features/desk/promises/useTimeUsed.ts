import { useEffect, useState } from 'react'
import { read, write } from '../model/storage'

const step = 10_000

/** useTimeUsed is how many minutes a promise was open and in view on this device. Nobody else ever learns it. */
export function useTimeUsed(id: string): number {
  const key = `timeUsed.${id}`
  const [used, setUsed] = useState(() => read(key, 0, (value): value is number => typeof value === 'number'))
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setUsed((before) => before + step)
    }, step)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (used > 0) write(key, used)
  }, [key, used])
  return Math.floor(used / 60_000)
}

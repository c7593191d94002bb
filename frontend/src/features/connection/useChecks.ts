import { useCallback, useEffect, useRef, useState } from 'react'
import { checks, type Finding } from './checks'

/** useChecks runs every check once, one after another, and again when it is asked to. */
export function useChecks() {
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const round = useRef(0)
  const run = useCallback(async () => {
    const mine = ++round.current
    setFindings([])
    for (const [, check] of checks) {
      const finding = await check()
      if (mine !== round.current) return
      setFindings((known) => [...known, finding])
    }
  }, [])
  useEffect(() => {
    void run()
    return () => {
      round.current++
    }
  }, [run])
  return { findings, again: () => void run() }
}

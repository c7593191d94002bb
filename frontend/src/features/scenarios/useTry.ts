import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { ProblemError } from '../../app/problem'
import { type TriedScenario, tryScenario } from '../../client'
import { documentOf, type Scenario } from './model'

/** Written is a text that a manager wrote as the candidate, so many seconds after the start. */
export interface Written {
  text: string
  second: number
}

export interface Rehearsal {
  seed: number
  texts: Written[]
  /** How far the clock is: time may pass in silence. */
  second: number
}

export const fresh = (seed: number): Rehearsal => ({ seed, texts: [], second: 0 })

const perText = 25
const longest = 900
const mostTexts = 25
const calm = 600

/** said is the rehearsal after another text. */
export function said(now: Rehearsal, text: string, spoke: number): Rehearsal {
  const second = Math.min(longest, Math.max(now.second, spoke) + perText)
  return { ...now, texts: [...now.texts, { text: text.trim(), second }].slice(0, mostTexts), second }
}

/** waited is the rehearsal after some silence. */
export function waited(now: Rehearsal, spoke: number, seconds: number): Rehearsal {
  return { ...now, second: Math.min(longest, Math.max(now.second, spoke) + seconds) }
}

/** back takes the last text away, and the silence after it. */
export function back(now: Rehearsal): Rehearsal {
  const texts = now.texts.slice(0, -1)
  return { ...now, texts, second: texts.at(-1)?.second ?? 0 }
}

export interface Trial {
  tried: TriedScenario | undefined
  error: ProblemError | null
  pending: boolean
  again: () => void
}

/** useTry plays the scenario as it is written now, on the server, which keeps nothing of it. */
export function useTry(doc: Scenario, { seed, texts, second }: Rehearsal, off: boolean): Trial {
  const document = useRested(useMemo(() => documentOf(doc), [doc]))
  const query = useQuery<TriedScenario, ProblemError>({
    queryKey: ['scenario-plays', document, seed, texts, second],
    queryFn: ({ signal }) => tryScenario({ body: { document, seed, texts, second }, signal }),
    placeholderData: keepPreviousData,
    enabled: !off,
    networkMode: 'always', // without a connection it says so at once
    gcTime: 60_000,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return {
    tried: query.data,
    error: query.error,
    pending: query.isFetching,
    again: () => void query.refetch(),
  }
}

/** useRested is a value once nobody has changed it for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), calm)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

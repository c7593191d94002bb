import { useCallback, useEffect, useRef, useState } from 'react'
import { ProblemError } from '../app/problem'
import { onSession, sessionState } from '../app/session'
import { useKnownRefusal } from './words'

export type DraftState = 'clean' | 'dirty' | 'saving' | 'saved' | 'refused' | 'conflict' | 'fault'

interface DraftOptions<V, R> {
  /** Where the draft begins. A newer one is followed while nothing was changed here. */
  source: R
  toValues: (source: R) => V
  /** Sends the values on top of the source that they began from. */
  submit: (values: V, source: R) => Promise<R>
  /** Fetches what somebody else saved meanwhile. Without it a conflict is a fault. */
  reload?: () => Promise<R>
  onSaved?: (saved: R) => void
  /** What was typed and not saved is kept under this name while the person looks elsewhere in the app. */
  keepAs?: string
}

export interface Draft<V, R> {
  values: V
  state: DraftState
  /** Refused values by their JSON pointer without the leading slash: `name`, `domains/0`. */
  errors: Record<string, string>
  /** The server's sentence when it refused or did not answer. */
  problem?: ProblemError
  /** What somebody else saved, while the two are in conflict. */
  theirs?: R
  set: (change: Partial<V>) => void
  save: () => Promise<void>
  /** Drops what was typed and begins from what is stored. */
  reset: () => void
  takeTheirs: () => void
  /** Saves what was typed on top of theirs. */
  keepMine: () => Promise<void>
}

interface Memory<V, R> {
  source: R
  values: V
  state: DraftState
  errors: Record<string, string>
  problem?: ProblemError
  theirs?: R
}

/**
 * A form's values between the server and the person. It survives refetches,
 * puts each refusal at its field, and never overwrites what somebody else
 * saved without asking.
 */
export function useDraft<V extends object, R>(options: DraftOptions<V, R>): Draft<V, R> {
  const latest = useRef(options)
  latest.current = options
  const [memory, setMemory] = useState<Memory<V, R>>(
    () => recall<Memory<V, R>>(options.keepAs) ?? fresh(options.source, options.toValues, 'clean'),
  )
  const now = useRef(memory)
  const put = useCallback((next: Memory<V, R>) => {
    now.current = next
    setMemory(next)
  }, [])

  const { source, keepAs } = options
  useEffect(() => () => remember(keepAs, now.current), [keepAs])
  useUnloadGuard(isUnsaved(memory.state))

  useEffect(() => {
    const { state } = now.current
    if (source === now.current.source || (state !== 'clean' && state !== 'saved')) return
    put(fresh(source, latest.current.toValues, state))
  }, [source, put])

  const set = useCallback(
    (change: Partial<V>) => {
      const { errors, ...rest } = now.current
      const kept = Object.entries(errors).filter(([pointer]) => !((pointer.split('/')[0] as string) in change))
      put({ ...rest, values: { ...rest.values, ...change }, errors: Object.fromEntries(kept), state: 'dirty' })
    },
    [put],
  )

  const send = useCallback(
    async (values: V, base: R) => {
      if (now.current.state === 'saving') return
      put({ ...now.current, source: base, values, state: 'saving', errors: {}, problem: undefined, theirs: undefined })
      try {
        const saved = await latest.current.submit(values, base)
        put(fresh(saved, latest.current.toValues, 'saved'))
        latest.current.onSaved?.(saved)
      } catch (error) {
        const refusal = await refusalOf(error, latest.current.reload)
        const { toValues } = latest.current
        const kept = refusal.theirs === undefined ? values : rebased(toValues(base), values, toValues(refusal.theirs))
        put({ ...now.current, ...refusal, values: kept })
      }
    },
    [put],
  )

  return {
    ...memory,
    set,
    save: useCallback(() => send(now.current.values, now.current.source), [send]),
    reset: useCallback(() => put(fresh(latest.current.source, latest.current.toValues, 'clean')), [put]),
    takeTheirs: useCallback(() => {
      const { theirs } = now.current
      if (theirs !== undefined) put(fresh(theirs, latest.current.toValues, 'clean'))
    }, [put]),
    keepMine: useCallback(async () => {
      const { theirs, values } = now.current
      if (theirs !== undefined) await send(values, theirs)
    }, [send]),
  }
}

/** Drafts that were left unsaved, until they are saved or the person signs out. */
const left = new Map<string, unknown>()
onSession(() => {
  if (sessionState().status === 'signedOut') left.clear()
})

function recall<M>(name: string | undefined): M | undefined {
  return name === undefined ? undefined : (left.get(name) as M | undefined)
}

function remember(name: string | undefined, memory: { state: DraftState }) {
  if (name === undefined) return
  if (isUnsaved(memory.state)) left.set(name, memory)
  else left.delete(name)
}

function isUnsaved(state: DraftState): boolean {
  return state !== 'clean' && state !== 'saved' && state !== 'saving'
}

/** Asks before the page is closed or loaded again over something unsaved. */
function useUnloadGuard(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
}

function fresh<V, R>(source: R, toValues: (source: R) => V, state: DraftState): Memory<V, R> {
  return { source, values: toValues(source), state, errors: {} }
}

type Refusal<R> = { state: DraftState; errors: Record<string, string>; problem: ProblemError; theirs?: R }

async function refusalOf<R>(error: unknown, reload?: () => Promise<R>): Promise<Refusal<R>> {
  if (!(error instanceof ProblemError)) throw error
  const errors = pointersOf(error)
  if (!isConflict(error) || !reload) {
    const refused = error.status >= 400 && error.status < 500
    return { state: refused ? 'refused' : 'fault', errors, problem: error }
  }
  try {
    return { state: 'conflict', errors: {}, problem: error, theirs: await reload() }
  } catch (again) {
    return { state: 'fault', errors: {}, problem: again instanceof ProblemError ? again : error }
  }
}

/** My changes on top of theirs: what I did not touch since the base is as they saved it. */
export function rebased<V extends object>(base: V, mine: V, theirs: V): V {
  const same = (key: keyof V) => JSON.stringify(base[key]) === JSON.stringify(mine[key])
  const touched = (Object.keys(mine) as (keyof V)[]).filter((key) => !same(key))
  return Object.assign({ ...theirs }, ...touched.map((key) => ({ [key]: mine[key] })))
}

/** Whether somebody else changed the thing first. */
export function isConflict(error: ProblemError): boolean {
  return error.status === 412 || error.code === 'stale_version'
}

/**
 * A draft's field errors for the form, in the reader's language where one
 * refusal names one field.
 */
export function useFieldErrors<V, R>(draft: Draft<V, R>): (field: keyof V & string) => string | undefined {
  const known = useKnownRefusal()
  const only = Object.keys(draft.errors).length === 1
  return (field) => {
    const found = Object.entries(draft.errors).find(([pointer]) => pointer.split('/')[0] === field)
    if (!found) return undefined
    return (only && draft.problem && known(draft.problem)) || found[1]
  }
}

/** The refused values of a problem by their pointer into the body: `/body/domains/0` is `domains/0`. */
export function pointersOf(error: ProblemError): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { location, message } of error.problem.errors ?? []) {
    found[location.replace(/^\/?(body\/)?/, '')] ??= message
  }
  return found
}

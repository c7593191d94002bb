import { createContext } from 'preact'
import { useContext, useEffect, useReducer } from 'preact/hooks'
import type { Store } from '../keep/store'
import type { Frame } from './model/frame'
import type { Help } from './model/help'
import type { Options } from './model/options'
import type { Session } from './model/session'
import type { Words } from './words'

export interface Around {
  session: Session
  store: Store
  frame: Frame
  options: Options
  language: string
  words: Words
  now(): number
  /** Articles that may answer what is typed; calls back after every change. */
  help(changed: () => void): Help
}

export const Surroundings = createContext<Around | undefined>(undefined)

/** What every part of the screen may use. */
export function useAround(): Around {
  const around = useContext(Surroundings)
  if (!around) throw new Error('no surroundings')
  return around
}

/** Draws again after every change of the session. */
export function useSession(session: Session): Session {
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0)
  useEffect(() => session.subscribe(() => again(undefined)), [session])
  return session
}

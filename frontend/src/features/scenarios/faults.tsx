import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { WritingFault } from '../../client'
import { useTexts } from './i18n'
import { faultsAt, notYet } from './model'

interface Told {
  faults: readonly WritingFault[]
  /** What is not written yet is marked too: somebody asked what is missing. */
  all: boolean
}

const Faults = createContext<Told>({ faults: [], all: false })

/** FaultsAround tells every field inside what is wrong with it. */
export function FaultsAround({ faults, all, children }: Told & { children: ReactNode }) {
  const told = useMemo(() => ({ faults, all }), [faults, all])
  return <Faults value={told}>{children}</Faults>
}

/** useFaultSentence says a fault in the reader's language. */
export function useFaultSentence(): (fault: WritingFault) => string {
  const t = useTexts()
  return ({ code, least, most, found, word = '' }) => {
    if (code === 'count' && found < least) return t('fault_few', { count: least })
    return t(`fault_${code}`, { least, most, found, word: t.language === 'en' ? word : '' }).trim()
  }
}

/** useFaults are the sentences of a field, each with the line that it is about, from 0, or undefined. */
export function useFaults(pointer: string): { line: number | undefined; sentence: string }[] {
  const { faults, all } = useContext(Faults)
  const sentence = useFaultSentence()
  return faultsAt(faults, pointer)
    .filter((fault) => all || !notYet(fault))
    .map((fault) => ({
      line: fault.pointer === pointer ? undefined : Number(fault.pointer.slice(pointer.length + 1)),
      sentence: sentence(fault),
    }))
}

/** useFault is the first sentence of a field. */
export function useFault(pointer: string): string | undefined {
  return useFaults(pointer)[0]?.sentence
}

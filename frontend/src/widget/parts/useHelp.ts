import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
import { useAround } from '../context'
import type { Answer, Article } from '../model/types'

/** An article that is being read, as far as it is here. */
export interface Read {
  answer: Answer
  article?: Article
  failed?: boolean
}

/** Articles beside the question: what was found for it, and the one that is read. */
export function useHelp(text: string, productId: string) {
  const around = useAround()
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0)
  const [help] = useState(() => around.help(() => again(undefined)))
  const [read, setRead] = useState<Read>()
  const latest = useRef<Read | undefined>(undefined)
  latest.current = read
  useEffect(() => () => help.stop(), [help])
  useEffect(() => help.type(text, productId), [help, text, productId])

  const open = (answer: Answer): void => {
    const begun: Read = { answer }
    setRead(begun)
    latest.current = begun
    const come = (rest: Partial<Read>) => {
      if (latest.current === begun) setRead({ ...begun, ...rest })
    }
    help.open(answer).then(
      (article) => come({ article }),
      () => come({ failed: true }),
    )
  }
  return { help, found: help.found, read, open, leave: () => setRead(undefined) }
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { putRead } from '../../../client'
import { conversationQuery } from '../../../queries'

const rest = 300

/** useReadMark tells the server what was read, once it really was on a visible screen. Without a known mark it waits. */
export function useReadMark(conversationId: string, lastSeq: number, read: number | undefined, seen: boolean) {
  const client = useQueryClient()
  const sent = useRef(0)
  useEffect(() => {
    if (!seen || read === undefined || lastSeq <= Math.max(read, sent.current)) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const mark = () => {
      if (document.visibilityState !== 'visible') return
      timer = setTimeout(() => {
        sent.current = lastSeq
        putRead({ path: { id: conversationId }, body: { seq: lastSeq } })
          .then(({ seq }) => {
            client.setQueryData(conversationQuery(conversationId).queryKey, (known) =>
              known ? { ...known, readSeq: { ...known.readSeq, expert: Math.max(seq, known.readSeq.expert) } } : known,
            )
          })
          .catch(() => {
            sent.current = 0
          })
      }, rest)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', mark)
    }
  }, [client, conversationId, lastSeq, read, seen])
}

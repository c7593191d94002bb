import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ProblemError } from '../../../app/problem'
import { useActor } from '../../../app/session'
import { postMessage } from '../../../client'
import { useLiveStatus } from '../../../live/status'
import { timelineQuery } from '../../../live/timelineQuery'
import { type Kept, Outbox, type Verdict } from './outbox'
import { read, write } from './storage'

/** useOutbox is the messages of the person signed in that are on their way, kept on this device. */
export function useOutbox() {
  const client = useQueryClient()
  const actorId = useActor().id
  const [outbox] = useState(() => open(client, `kenner.outbox.${actorId}`))
  const up = useLiveStatus() === 'up'
  const kept = useSyncExternalStore(outbox.subscribe, outbox.all)
  useEffect(() => {
    if (up) outbox.wake()
  }, [outbox, up])
  useEffect(() => {
    const wake = () => outbox.wake()
    wake()
    window.addEventListener('online', wake)
    return () => {
      window.removeEventListener('online', wake)
      outbox.close()
    }
  }, [outbox])
  return { outbox, kept }
}

function open(client: QueryClient, key: string): Outbox {
  return new Outbox(
    {
      send,
      keep: (all) => write(key, all.length === 0 ? null : all),
      stored: ({ conversationId }) => void client.refetchQueries(timelineQuery(conversationId)),
      wait: (milliseconds, then) => {
        const timer = setTimeout(then, milliseconds)
        return () => clearTimeout(timer)
      },
    },
    read<readonly Kept[]>(key, [], isKept),
  )
}

async function send(kept: Kept): Promise<Verdict> {
  try {
    const { seq } = await postMessage({
      path: { id: kept.conversationId },
      body: { clientId: kept.clientId, text: kept.text },
    })
    return { stored: { seq } }
  } catch (error) {
    const final = error instanceof ProblemError && error.status >= 400 && error.status < 500
    return final && ![401, 408, 425, 429].includes(error.status) ? { refused: error.message } : { again: true }
  }
}

function isKept(value: unknown): value is readonly Kept[] {
  return Array.isArray(value) && value.every((item) => typeof item?.clientId === 'string')
}

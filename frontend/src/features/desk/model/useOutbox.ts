import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ProblemError } from '../../../app/problem'
import { useActor } from '../../../app/session'
import { postMessage } from '../../../client'
import type { Sent } from '../../../keep/outbox'
import { device, ownStore } from '../../../keep/store'
import { useLiveStatus } from '../../../live/status'
import { timelineQuery } from '../../../live/timelineQuery'
import { type Kept, Outbox } from './outbox'

/** useOutbox is the messages of the person signed in that are on their way, kept on this device. */
export function useOutbox() {
  const client = useQueryClient()
  const actorId = useActor().id
  const [outbox] = useState(() => open(client, actorId))
  const up = useLiveStatus() === 'up'
  const kept = useSyncExternalStore(outbox.subscribe, outbox.all)
  useEffect(() => {
    if (up) outbox.wake()
  }, [outbox, up])
  useEffect(() => {
    const wake = () => outbox.wake()
    const reread = () => outbox.reread()
    wake()
    window.addEventListener('online', wake)
    window.addEventListener('storage', reread)
    return () => {
      window.removeEventListener('online', wake)
      window.removeEventListener('storage', reread)
      outbox.close()
    }
  }, [outbox])
  return { outbox, kept }
}

function open(client: QueryClient, personId: string): Outbox {
  return new Outbox({
    store: ownStore(device, personId),
    send,
    stored: (conversationId) => void client.refetchQueries(timelineQuery(conversationId)),
  })
}

const isFinal = (status: number) => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status)

async function send(kept: Kept): Promise<Sent> {
  try {
    await postMessage({
      path: { id: kept.conversationId },
      body: { clientId: kept.clientId, text: kept.text, ...withFacts(kept) },
    })
    return { state: 'stored' }
  } catch (error) {
    if (error instanceof ProblemError && isFinal(error.status)) return { state: 'refused', why: error.message }
    return { state: 'later' }
  }
}

/** withFacts names the facts of a message; what they say is the server's to tell. */
function withFacts({ facts }: Kept): { factIds?: string[] } {
  return facts && facts.length > 0 ? { factIds: facts.map((fact) => fact.id) } : {}
}

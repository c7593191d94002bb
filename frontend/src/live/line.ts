import { accessToken, refresh } from '../app/session'
import { openLine } from '../line'
import { isPush, type Push } from './push'
import { lineEnded, lineIs } from './status'

interface Ears {
  push: (push: Push) => void
  /** fetches what was missed while the line was down */
  catchUp: () => Promise<unknown>
}

/** openPersonsLine hears the server for the person signed in; the tabs of one person share a line. */
export function openPersonsLine(personId: string, { push, catchUp }: Ears): () => void {
  const close = openLine(
    personId,
    '/api/v1',
    { token: accessToken, renew: refresh },
    {
      push: (data) => {
        if (isPush(data)) push(data)
      },
      catchUp,
      standing: lineIs,
    },
  )
  return () => {
    close()
    lineEnded()
  }
}

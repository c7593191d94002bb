import { askPasskey as ask, type Signed, signInByPasskey } from '../../../client'
import { askPasskey } from './webauthn'

interface How {
  /** of a sign-in that wants a second factor: only that person's keys are asked for */
  ticket?: string
  /** waits in the field until somebody picks a key there */
  suggest?: AbortController
}

/** signInByKey signs in by a passkey of this device. */
export async function signInByKey({ ticket, suggest }: How = {}): Promise<Signed> {
  const question = await ask({ body: { ticket } })
  const answer = await askPasskey(question.options, suggest)
  return signInByPasskey({ body: { challenge: question.challenge, answer } })
}

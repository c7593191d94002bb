import { useEffect, useState } from 'preact/hooks'
import { useAround } from '../context'
import type { Talk } from '../model/talk'
import type { Invitation } from '../model/types'
import { Bird } from './Bird'

/** After an answer that was good the brand asks, once, whether this customer would help others. */
export function Invite({ talk }: { talk: Talk }) {
  const { session, words } = useAround()
  const [invitation, setInvitation] = useState<Invitation>()
  const [said, setSaid] = useState<'no' | 'failed'>()
  useEffect(() => {
    let here = true
    void talk.invitation().then((answer) => here && setInvitation(answer))
    return () => {
      here = false
    }
  }, [talk])
  if (!invitation?.asked) return null
  if (said === 'no') {
    return (
      <p class="s m" role="status">
        {words.invite.declined}
      </p>
    )
  }
  const decline = () =>
    talk.declineInvitation().then(
      () => setSaid('no'),
      () => setSaid('failed'),
    )
  return (
    <section class="invite" aria-labelledby="invite">
      <span class="flock" aria-hidden="true">
        <Bird bird={4} size={34} />
        <Bird bird={9} size={34} />
      </span>
      <p class="s">{words.invite.asks(session.brand?.name ?? '')}</p>
      <h2 id="invite">{invitation.title}</h2>
      <p class="s">{words.invite.text}</p>
      <div class="row">
        <a class="btn" href={invitation.link} target="_blank" rel="noopener">
          {words.invite.read}
        </a>
        <button type="button" class="link" onClick={() => void decline()}>
          {words.invite.decline}
        </button>
      </div>
      {said === 'failed' && (
        <p class="s danger" role="alert">
          {words.promise.failed}
        </p>
      )}
    </section>
  )
}

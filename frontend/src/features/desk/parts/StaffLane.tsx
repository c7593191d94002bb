import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useActor } from '../../../app/session'
import { NewNote } from '../../../beside/NewNote'
import { Watchers } from '../../../beside/Watchers'
import { Acts } from '../../../design/Acts'
import { Face } from '../../../design/Bird'
import { Gone } from '../../../design/PageState'
import { Skeleton } from '../../../design/Skeleton'
import { conversationQuery } from '../../../queries'
import type { Conversation } from '../../../queries/types'
import { useTeamTexts } from '../i18n/team'
import { useOutbox } from '../model/useOutbox'
import { Composer } from './Composer'
import { Context } from './Context'
import { ContextFold } from './ContextFold'
import { useLane } from './ConversationLane'
import { HandOverNote } from './HandOverNote'
import css from './lane.module.css'
import team from './staff.module.css'
import { TakeOver } from './TakeOver'
import { Thread } from './Thread'

/** StaffLane is one conversation at the team's desk: to be read and taken, and to be answered by who holds it. */
export function StaffLane() {
  const t = useTeamTexts()
  const { id = '' } = useParams()
  const { data: conversation, error } = useQuery(conversationQuery(id))
  if (error && !conversation) return <Gone />
  if (!conversation) return <Skeleton awaited={t('loading')} />
  return <Lane key={id} conversation={conversation} />
}

function Lane({ conversation }: { conversation: Conversation }) {
  const t = useTeamTexts()
  const go = useNavigate()
  const { outbox, kept } = useOutbox()
  const me = useActor().id
  const held = conversation.staff?.id === me && conversation.status !== 'closed'
  const lane = useLane({ conversationId: conversation.id, outbox, kept, shown: held })
  const [left, setLeft] = useState(false)
  const { id } = conversation
  const onClosed = () => {
    setLeft(true)
    void go('/manage/desk')
  }
  if (left) return null
  return (
    <section className={`${css.lane} ${css.focused} ${team.lane}`} aria-label={t('lane', { name: lane.name })}>
      <header className={css.head}>
        <Face name={lane.name} waiting={held && conversation.status === 'assigned'} />
        <div className="grow">
          <h2>{lane.name}</h2>
          <p className={`s soft ${css.question}`} dir="auto">
            {lane.question}
          </p>
          <Watchers conversationId={id} />
        </div>
      </header>
      <div className={css.body}>
        <div className={css.chat}>
          {held ? <ContextFold conversation={conversation} conversationId={id} onClosed={onClosed} team /> : null}
          <HandOverNote conversationId={id} />
          <Thread
            conversationId={id}
            writes={held}
            name={lane.name}
            items={lane.items}
            onTakeBack={lane.takeBack}
            onBottom={lane.setAtBottom}
          />
          <NewNote conversationId={id} />
          {held ? (
            <Composer conversationId={id} name={lane.name} focused returned={lane.returned} onSend={lane.send} />
          ) : (
            <Acts>
              <TakeOver conversation={conversation} />
            </Acts>
          )}
        </div>
        {held ? <Context conversation={conversation} conversationId={id} onClosed={onClosed} keys team /> : null}
      </div>
    </section>
  )
}

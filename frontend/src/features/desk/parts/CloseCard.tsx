import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAltKeys } from '../../../app/keys'
import { closeConversation } from '../../../client'
import { Pop } from '../../../design/Pop'
import { useLanguage } from '../../../i18n'
import { customerName } from '../../../i18n/format'
import { reasonsQuery, seatsQuery } from '../../../queries'
import type { Conversation, Outcome, Seat } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { useTeamTexts } from '../i18n/team'
import { forgetParting, leaving, type Parting, useParting } from '../model/parting'
import { groupsOf, live } from '../model/reasons'
import { useSuggestions } from '../model/suggestions'
import type { OnClosed } from './Context'
import css from './close.module.css'
import { HandOverDialog } from './HandOver'
import { PartingFields } from './PartingFields'
import { firstName } from './ReplyClock'

const outcomes: readonly Outcome[] = ['solved', 'partly', 'unsolved', 'withdrawn']

const manyReasons = 20

interface Props {
  conversation: Conversation
  onClosed: OnClosed
  keys?: boolean
  /** of the team, who may close with every reason */
  team?: boolean
}

/** CloseCard closes a conversation with its outcome and reason: solved is chosen, one tap on a reason is enough. */
export function CloseCard({ conversation, onClosed, keys, team }: Props) {
  const t = useDeskTexts()
  const [open, setOpen] = useState(false)
  const [forTeam, setForTeam] = useState<string>()
  useAltKeys(keys ? { c: () => setOpen(true) } : {})
  return (
    <>
      {forTeam ? (
        <HandOverDialog
          conversation={conversation}
          because={forTeam}
          onHandedOver={(name) => onClosed(name, 'handedOver')}
          onClose={() => setForTeam(undefined)}
        />
      ) : null}
      <Pop
        opened={open}
        onChange={setOpen}
        position="top-end"
        width={380}
        trapFocus
        withArrow={false}
        offset={10}
        card={{ className: css.card, 'aria-label': t('closeReason') }}
        target={
          <button
            type="button"
            className={`btn second small ${css.open}`}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t('closeReason')}
            {keys ? (
              <span className="key" aria-hidden="true">
                Alt C
              </span>
            ) : null}
          </button>
        }
      >
        <Choose
          conversation={conversation}
          onClosed={onClosed}
          onForTeam={
            team
              ? undefined
              : (reason) => {
                  setOpen(false)
                  setForTeam(reason)
                }
          }
        />
      </Pop>
    </>
  )
}

/** Choose closes by one tap on a reason; one that only the team may decide about leads to the hand-over instead. */
function Choose({ conversation, onClosed, onForTeam }: Props & { onForTeam?: (reason: string) => void }) {
  const t = useDeskTexts()
  const [outcome, setOutcome] = useState<Outcome>('solved')
  const [letters, setLetters] = useState('')
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items ?? []
  const close = useClose(conversation, onClosed)
  const now = useSuggestions(conversation)?.reasons.map((each) => each.id) ?? []
  const [suggested] = useState(now) // what comes later would move a reason away under the finger
  const likely = suggested.length > 0 ? suggested : [conversation.reasonId]
  const groups = groupsOf(reasons, letters, likely[0])
  if (suggested.length > 0 && letters === '') {
    groups.unshift({ id: 'likely', name: t('closeLikely'), reasons: live(reasons, suggested) })
  }
  const { parting, over } = useParting(conversation.id)
  const team = useTeamTexts()
  return (
    <>
      <h3>{t('closeTitle')}</h3>
      <div className={css.outcomes} role="radiogroup" aria-label={t('closeTitle')}>
        {outcomes.map((each) => (
          <label key={each} className={each === outcome ? css.chosen : undefined}>
            <input type="radio" name="outcome" checked={each === outcome} onChange={() => setOutcome(each)} />
            {t(`outcome_${each}`)}
          </label>
        ))}
      </div>
      {reasons.length > manyReasons ? (
        <input
          className={css.find}
          value={letters}
          aria-label={t('closeFind')}
          placeholder={t('closeFind')}
          onChange={(event) => setLetters(event.target.value)}
        />
      ) : null}
      <div className={css.reasons} aria-busy={close.isPending}>
        {groups.map((group) => (
          <section key={group.id}>
            <h4>{group.name}</h4>
            <div>
              {group.reasons.map((reason) => (
                <button
                  key={reason.id}
                  type="button"
                  className={likely.includes(reason.id) ? css.likely : undefined}
                  disabled={close.isPending || over}
                  onClick={() =>
                    reason.staffTopic && onForTeam
                      ? onForTeam(reason.name)
                      : close.mutate({ outcome, reasonId: reason.id, ...leaving(parting) })
                  }
                >
                  {reason.name}
                  {reason.staffTopic && onForTeam ? <small className={css.team}>{team('teamReason')}</small> : null}
                </button>
              ))}
            </div>
          </section>
        ))}
        {groups.length === 0 ? <p className="s quiet">{t('closeNone')}</p> : null}
      </div>
      <PartingFields conversationId={conversation.id} name={firstName(customerName(conversation.customer.name))} />
      {close.error ? (
        <p className={`s ${css.failed}`} role="alert">
          {t('closeFailed', { why: close.error.message })}
        </p>
      ) : (
        <p className="xs quiet">{t('closeHint', { name: firstName(customerName(conversation.customer.name)) })}</p>
      )}
    </>
  )
}

/** useClose closes, and shows the seat as free at once: from then on the conversation is nobody's here to read. */
function useClose(conversation: Conversation, onClosed: OnClosed) {
  const client = useQueryClient()
  const freed = (seat: Seat): Seat =>
    seat.conversationId === conversation.id ? { seatNo: seat.seatNo, open: seat.open } : seat
  return useMutation({
    mutationFn: (body: { outcome: Outcome; reasonId: string } & Partial<Parting>) =>
      closeConversation({ path: { id: conversation.id }, body }),
    onSuccess: async () => {
      onClosed(customerName(conversation.customer.name))
      forgetParting(conversation.id)
      await client.cancelQueries({ queryKey: ['conversations', conversation.id] })
      client.setQueryData(seatsQuery.queryKey, (known) => known && { ...known, items: known.items.map(freed) })
      void client.invalidateQueries({ queryKey: ['conversations', conversation.id], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: seatsQuery.queryKey })
    },
  })
}

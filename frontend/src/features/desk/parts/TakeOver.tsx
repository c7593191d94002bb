import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { ProblemError } from '../../../app/problem'
import { takeOver } from '../../../client'
import { conversationQuery } from '../../../queries'
import type { Conversation } from '../../../queries/types'
import { useTeamTexts } from '../i18n/team'
import team from './staff.module.css'

const longest = 300

/** TakeOver is one press to take a conversation: from a queue, from an expert who is told why, or from a colleague. */
export function TakeOver({ conversation }: { conversation: Conversation }) {
  const t = useTeamTexts()
  const id = useId()
  const [reason, setReason] = useState('')
  const take = useTakeOver(conversation.id)
  const { expert, staff, status } = conversation
  if (status === 'closed') return <p className={`s quiet ${team.take}`}>{t('closedNow')}</p>
  const held = staff ?? (status === 'assigned' || status === 'waiting' ? heldBy(expert) : undefined)
  const why = staff
    ? t('takeFromHint', { name: staff.name })
    : held
      ? t('takeExpertHint', { name: held.name })
      : t(conversation.desk === 'staff' ? 'waitsForTeam' : 'waitsForExpert')
  return (
    <form
      className={team.take}
      onSubmit={(event) => {
        event.preventDefault()
        take.mutate({ fromStaff: staff !== undefined, ...(reason.trim() ? { reason: reason.trim() } : {}) })
      }}
    >
      <p className="s soft">{why}</p>
      {held && !staff ? (
        <label htmlFor={id}>
          <span className="s strong">
            {t('reason', { name: held.name })} <small className="quiet">({t('optional')})</small>
          </span>
          <input id={id} value={reason} maxLength={longest} onChange={(event) => setReason(event.target.value)} />
          <small className="quiet">{t('reasonHint', { name: held.name })}</small>
        </label>
      ) : null}
      {take.error ? (
        <p className={`s ${team.failed}`} role="alert">
          {lost(take.error) && staff ? t('heldBy', { name: staff.name }) : t('notTaken', { why: take.error.message })}
        </p>
      ) : null}
      <button type="submit" className="btn" disabled={take.isPending}>
        {held ? t(staff ? 'takeFrom' : 'takeExpert', { name: held.name }) : t('take')}
      </button>
    </form>
  )
}

function heldBy(expert: Conversation['expert']): { name: string } | undefined {
  return expert ? { name: expert.displayName } : undefined
}

/** lost tells whether a colleague of the team was faster. */
function lost(error: Error): boolean {
  return error instanceof ProblemError && error.code === 'held_by_staff'
}

function useTakeOver(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { reason?: string; fromStaff?: boolean }) => takeOver({ path: { id }, body }),
    onSuccess: (conversation) => client.setQueryData(conversationQuery(id).queryKey, conversation),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['desk'] })
      void client.invalidateQueries({ queryKey: ['conversations', id] })
    },
  })
}

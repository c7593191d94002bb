import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { createPortal } from 'react-dom'
import { useAltKeys } from '../../../app/keys'
import { handOver } from '../../../client'
import { Dialog } from '../../../design/Dialog'
import { Icon } from '../../../design/Icon'
import { useLanguage } from '../../../i18n'
import { customerName } from '../../../i18n/format'
import { reasonsQuery, seatsQuery } from '../../../queries'
import type { Conversation, Seat } from '../../../queries/types'
import { useTeamTexts } from '../i18n/team'
import { read, write } from '../model/storage'
import { handOversQuery, lengthOf, type Parts, summaryLongest, summaryOf, summaryShortest } from '../model/team'
import css from './handover.module.css'
import { firstName } from './ReplyClock'
import { ToWhom } from './ToWhom'

interface Props {
  conversation: Conversation
  onHandedOver: (name: string) => void
  /** listens to Alt H */
  keys?: boolean
  /** the lane is the team's own: it hands back to experts */
  team?: boolean
}

/** HandOver is the way to pass a conversation on: a button, and the form behind it. */
export function HandOver({ conversation, onHandedOver, keys, team }: Props) {
  const t = useTeamTexts()
  const [open, setOpen] = useState(false)
  useAltKeys(keys ? { h: () => setOpen(true) } : {})
  return (
    <>
      <button type="button" className={`btn second small ${css.open}`} onClick={() => setOpen(true)}>
        {t('handOver')}
        {keys ? (
          <span className="key" aria-hidden="true">
            Alt H
          </span>
        ) : null}
      </button>
      {open
        ? createPortal(
            <HandOverDialog
              conversation={conversation}
              team={team}
              onHandedOver={onHandedOver}
              onClose={() => setOpen(false)}
            />,
            document.body,
          )
        : null}
    </>
  )
}

interface DialogProps extends Omit<Props, 'keys'> {
  /** the reason that only the team may decide about, when that is why it opened */
  because?: string
  onClose: () => void
}

/** HandOverDialog asks for the summary in three parts, and to whom it goes. */
export function HandOverDialog({ conversation, because, team, onHandedOver, onClose }: DialogProps) {
  const t = useTeamTexts()
  const name = firstName(customerName(conversation.customer.name))
  const [parts, setParts] = useKeptParts(conversation.id)
  const forTeam = useForTeam(conversation) || because !== undefined
  const [to, setTo] = useState(forTeam && !team ? 'staff' : 'experts')
  const left = useQuery(handOversQuery(conversation.id)).data?.left ?? 2
  const give = useHandOver(conversation, onHandedOver, onClose)
  const summary = summaryOf(parts, { asked: t('askedShort'), tried: t('triedShort'), open: t('openShort') })
  const length = lengthOf(summary)
  const ready = length >= summaryShortest && length <= summaryLongest && parts.asked.trim() !== ''
  return (
    <Dialog title={t('handOverTitle', { name })} lead={t('handOverLead', { name })} onClose={onClose} wide>
      {left === 0 ? <p className={css.none}>{t('noneLeft')}</p> : null}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && left > 0) give.mutate({ summary, to })
        }}
      >
        {because ? <p className={css.because}>{t('teamReasonAsked', { reason: because, name })}</p> : null}
        <SummaryFields parts={parts} onChange={setParts} length={length} />
        <ToWhom conversationId={conversation.id} value={to} onChange={setTo} team={team} />
        <p className={css.tell}>
          <Icon name="speech" size={17} />
          {t(to === 'staff' ? 'tellFirst' : 'sayBye', { name })}
        </p>
        {give.error ? (
          <p className={`s ${css.failed}`} role="alert">
            {t('notHandedOver', { why: give.error.message })}
          </p>
        ) : null}
        <div className={css.end}>
          <span className="xs quiet grow">{t('left', { count: left })}</span>
          <button type="button" className="btn text small" onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="submit" className="btn small" disabled={!ready || left === 0 || give.isPending}>
            {t('handItOver')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface FieldsProps {
  parts: Parts
  onChange: (parts: Parts) => void
  length: number
}

function SummaryFields({ parts, onChange, length }: FieldsProps) {
  const t = useTeamTexts()
  const id = useId()
  const short = length > 0 && (length < summaryShortest || parts.asked.trim() === '')
  return (
    <div className={css.fields}>
      {(['asked', 'tried', 'open'] as const).map((key, index) => (
        <label key={key} className={css.field}>
          <span className="s strong">{t(key)}</span>
          <textarea
            rows={2}
            value={parts[key]}
            ref={index === 0 ? takesFocus : undefined}
            required={key === 'asked'}
            aria-describedby={id}
            aria-invalid={length > summaryLongest || undefined}
            onChange={(event) => onChange({ ...parts, [key]: event.target.value })}
          />
        </label>
      ))}
      <p id={id} className={`xs ${length > summaryLongest ? css.failed : 'quiet'}`}>
        {short ? `${t('tooShort')} ` : null}
        <span className="fig">{t('length', { count: length })}</span>
      </p>
    </div>
  )
}

const nothing: Parts = { asked: '', tried: '', open: '' }
const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && 'asked' in value && 'tried' in value && 'open' in value

/** useKeptParts keeps what was written on this device until it is handed over: closing the form loses nothing. */
function useKeptParts(conversationId: string) {
  const key = placeOf(conversationId)
  const [parts, setParts] = useState(() => read<Parts>(key, nothing, isParts))
  const keep = (next: Parts) => {
    setParts(next)
    write(key, next)
  }
  return [parts, keep] as const
}

const placeOf = (conversationId: string) => `kenner.handOver.${conversationId}`

/** takesFocus marks where the caret goes when the dialog opens; React's own autoFocus would come too early for it. */
function takesFocus(field: HTMLElement | null) {
  field?.setAttribute('autofocus', '')
}

/** useForTeam tells whether the customer's reason is one that only the team may decide about. */
function useForTeam(conversation: Conversation): boolean {
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items
  return reasons?.find((each) => each.id === conversation.reasonId)?.staffTopic !== undefined
}

/** useHandOver passes it on, and shows the seat as free at once: from then on it is somebody else's to read. */
function useHandOver(conversation: Conversation, onHandedOver: (name: string) => void, onClose: () => void) {
  const client = useQueryClient()
  const freed = (seat: Seat): Seat =>
    seat.conversationId === conversation.id ? { seatNo: seat.seatNo, open: seat.open } : seat
  return useMutation({
    mutationFn: (body: { summary: string; to: string }) => handOver({ path: { id: conversation.id }, body }),
    onSuccess: async () => {
      onClose()
      write(placeOf(conversation.id), null)
      onHandedOver(customerName(conversation.customer.name))
      await client.cancelQueries({ queryKey: ['conversations', conversation.id] })
      client.setQueryData(seatsQuery.queryKey, (known) => known && { ...known, items: known.items.map(freed) })
      void client.invalidateQueries({ queryKey: ['conversations', conversation.id], refetchType: 'none' })
      void client.invalidateQueries({ queryKey: seatsQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['desk'] })
    },
  })
}

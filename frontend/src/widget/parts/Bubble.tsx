import { useAround } from '../context'
import { linked } from '../model/links'
import type { MessageRow } from '../model/rows'
import { clock } from '../words/times'
import { Fact } from './Fact'
import { Icon } from './Icon'
import { Gone, OwnMessage } from './OwnMessage'
import { TheirMessage } from './TheirMessage'

/** One message and, under the last of a group, its time and state. */
export function Bubble({ row, safe }: { row: MessageRow; safe?: boolean }) {
  const { words } = useAround()
  const kind = row.mine ? 'msg me' : 'msg'
  const shape = row.first ? `${kind} first` : kind
  if (row.deleted) return <Gone row={row} />
  const said = (
    <>
      {row.mine && <span class="sr">{words.saysYou}: </span>}
      <span>
        {linked(row.text).map((part, i) =>
          part.href ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
            <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </span>
      {row.edited && <small class="edited">{words.edited}</small>}
      {row.facts?.map((fact) => (
        <Fact key={fact.id} fact={fact} />
      ))}
    </>
  )
  return (
    <>
      {row.mine && row.messageId ? (
        <OwnMessage row={row} class={shape}>
          {said}
        </OwnMessage>
      ) : (
        <TheirMessage row={row} class={shape}>
          {said}
        </TheirMessage>
      )}
      {row.last && <Meta row={row} safe={safe} />}
    </>
  )
}

function Meta({ row, safe }: { row: MessageRow; safe?: boolean }) {
  const { words, language } = useAround()
  if (row.state === 'refused') return <Refused row={row} />
  return (
    <div class={row.mine ? `meta r ${row.state}` : 'meta'}>
      <time class="fig" dateTime={row.at}>
        {clock(row.at, language)}
      </time>
      {(row.state === 'kept' || row.state === 'going') && (
        <span class="tag">
          <Icon name={row.state === 'kept' ? 'offline' : 'clock'} />
          {row.state === 'kept' ? words.kept : words.waitingToGo}
        </span>
      )}
      {row.state === 'stored' && (
        <>
          <Icon name="check" />
          {safe ? words.safe : words.stored}
        </>
      )}
      {row.state === 'read' && (
        <>
          <Icon name="checks" />
          {words.read}
        </>
      )}
    </div>
  )
}

function Refused({ row }: { row: MessageRow }) {
  const { session, words } = useAround()
  return (
    <div class="meta r danger" role="alert">
      <Icon name="flag" />
      <span>{row.why || words.notSent}</span>
      <button type="button" class="link" onClick={() => session.talk?.rewrite(row.key)}>
        {words.edit}
      </button>
    </div>
  )
}

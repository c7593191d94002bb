import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useActor } from '../app/session'
import type { Note } from '../client'
import { Icon } from '../design/Icon'
import { clock, day } from '../i18n/format'
import { notesQuery } from './api'
import css from './beside.module.css'
import { useBesideTexts } from './i18n'

/** NoteList shows what colleagues noted: blue, with a lock, never like a message. */
export function NoteList({ conversationId }: { conversationId: string }) {
  const t = useBesideTexts()
  const notes = useQuery(notesQuery(conversationId))
  if (notes.error && !notes.data) {
    return (
      <p className={css.failed} role="alert">
        {t('notesFailed')}
        <button type="button" className="btn text small" onClick={() => void notes.refetch()}>
          {t('tryAgain')}
        </button>
      </p>
    )
  }
  if (!notes.data) return <p className="s quiet">{t('awaited')}</p>
  if (notes.data.length === 0) return <p className="s quiet">{t('noNotes')}</p>
  return (
    <ol className={css.notes}>
      {notes.data.toReversed().map((note) => (
        <li key={note.id}>
          <NoteCard note={note} />
        </li>
      ))}
    </ol>
  )
}

/** NoteCard is one note or whisper. */
export function NoteCard({ note }: { note: Note }) {
  const t = useBesideTexts()
  const me = useActor()
  const mine = me.id === note.author.id
  const { name } = note.author
  const noted = mine ? t('notedMe') : t('noted', { name })
  const whispered = mine ? t('whisperedMe') : t(me.role === 'expert' ? 'whispered' : 'whisperedOther', { name })
  return (
    <article className={note.whisper ? `${css.note} ${css.whisper}` : css.note}>
      <p className={css.from}>
        <Icon name="lock" size={15} />
        {note.whisper ? whispered : noted}
      </p>
      <p className={css.text} dir="auto">
        <Marked text={note.text} names={note.mentions.map((each) => each.name)} />
      </p>
      <time className={`fig ${css.at}`} dateTime={note.at}>
        {day(note.at)} {clock(note.at)}
      </time>
    </article>
  )
}

/** Marked sets the names of mentioned colleagues apart. */
function Marked({ text, names }: { text: string; names: string[] }) {
  const signs = names.map((name) => `@${name}`)
  const parts: { at: number; text: string; named: boolean }[] = []
  for (let at = 0; at < text.length; ) {
    const sign = signs.find((each) => text.startsWith(each, at))
    const last = parts.at(-1)
    const piece = sign ?? text[at] ?? ''
    if (sign || !last || last.named) parts.push({ at, text: piece, named: sign !== undefined })
    else last.text += piece
    at += piece.length
  }
  return parts.map((part) =>
    part.named ? <b key={part.at}>{part.text}</b> : <Fragment key={part.at}>{part.text}</Fragment>,
  )
}

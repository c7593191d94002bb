import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ProblemError } from '../app/problem'
import { postNote } from '../client'
import { Icon } from '../design/Icon'
import { newId } from '../design/newId'
import { useRefusalSentence } from '../design/words'
import { notesQuery } from './api'
import css from './beside.module.css'
import { keepNote, readNote } from './draft'
import { useBesideTexts } from './i18n'
import { MentionField } from './MentionField'
import { type Named, stillNamed } from './mention'

const longest = 2_000

interface Props {
  conversationId: string
  /** who writes to the customer now, for a manager who may whisper */
  whisperTo?: string
}

/** NoteBox is where one notes for colleagues, away from where one writes to the customer. A manager may whisper here. */
export function NoteBox({ conversationId, whisperTo }: Props) {
  const t = useBesideTexts()
  const [text, setText] = useState(() => readNote(conversationId))
  const [whispers, setWhispers] = useState(false)
  const named = useRef<Named[]>([])
  const field = useRef<HTMLTextAreaElement>(null)
  const whisper = whispers && whisperTo !== undefined
  const { send, pending, failed } = useNote(conversationId, () => {
    named.current = []
    change('')
    field.current?.focus()
  })
  const change = (next: string) => {
    setText(next)
    keepNote(conversationId, next)
  }
  const over = text.trim().length - longest
  const leave = () => {
    const ready = text.trim()
    if (!ready || over > 0 || pending) return
    const mentions = whisper ? [] : stillNamed(ready, named.current).map((each) => each.id)
    send({ text: ready, whisper, mentions })
  }
  return (
    <div className={whisper ? `${css.box} ${css.whispering}` : css.box}>
      {whisperTo === undefined ? null : <Kind whispers={whispers} onChange={setWhispers} />}
      <MentionField
        field={field}
        text={text}
        label={whisper ? t('whisper', { name: whisperTo }) : t('write')}
        invalid={over > 0}
        onText={change}
        onNamed={(colleague) => named.current.push(colleague)}
        onSend={leave}
      />
      {failed ? (
        <p className={css.failed} role="alert">
          {t('notKept', { why: failed })}
        </p>
      ) : null}
      <div className={css.tools}>
        <span className="xs">
          <Icon name="lock" size={14} /> {hint(t, whisper, whisperTo, over)}
        </span>
        <button
          type="button"
          className={`btn small ${css.leave}`}
          aria-disabled={!text.trim() || over > 0}
          aria-busy={pending}
          onClick={leave}
        >
          {whisper ? t('saveWhisper') : t('save')}
        </button>
      </div>
    </div>
  )
}

function hint(t: ReturnType<typeof useBesideTexts>, whisper: boolean, name: string | undefined, over: number): string {
  if (over > 0) return t('tooLong', { count: over })
  return whisper ? t('whisperHint', { name: name ?? '' }) : t('notesFor')
}

function Kind({ whispers, onChange }: { whispers: boolean; onChange: (whispers: boolean) => void }) {
  const t = useBesideTexts()
  return (
    <fieldset className={css.kind}>
      <legend className="hidden">{t('kind')}</legend>
      {[false, true].map((each) => (
        <label key={String(each)} data-on={whispers === each}>
          <input type="radio" name="kind" checked={whispers === each} onChange={() => onChange(each)} />
          {each ? t('asWhisper') : t('asNote')}
        </label>
      ))}
    </fieldset>
  )
}

interface Leaving {
  text: string
  whisper: boolean
  mentions: string[]
}

/** useNote sends a note; what is sent again after a failure is the same note. */
function useNote(conversationId: string, done: () => void) {
  const t = useBesideTexts()
  const client = useQueryClient()
  const sentence = useRefusalSentence()
  const last = useRef<{ clientId: string; text: string; whisper: boolean }>(undefined)
  const note = useMutation({
    mutationFn: (leaving: Leaving) => {
      const same = last.current?.text === leaving.text && last.current.whisper === leaving.whisper
      const clientId = (same && last.current?.clientId) || newId()
      last.current = { clientId, text: leaving.text, whisper: leaving.whisper }
      return postNote({ path: { id: conversationId }, body: { clientId, ...leaving } })
    },
    onSuccess: () => {
      last.current = undefined
      done()
      return client.invalidateQueries({ queryKey: notesQuery(conversationId).queryKey })
    },
  })
  const refused = note.error instanceof ProblemError && note.error.status > 0 ? sentence(note.error) : t('unreached')
  return { send: note.mutate, pending: note.isPending, failed: note.error ? refused : undefined }
}

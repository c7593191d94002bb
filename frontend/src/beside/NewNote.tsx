import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useActor } from '../app/session'
import { notesQuery } from './api'
import css from './beside.module.css'
import { useBesideTexts } from './i18n'
import { NoteCard } from './NoteList'

/** NewNote shows the newest note or whisper of a colleague in the lane until it is seen, and says it to a screen reader. */
export function NewNote({ conversationId }: { conversationId: string }) {
  const t = useBesideTexts()
  const me = useActor().id
  const notes = useQuery(notesQuery(conversationId)).data ?? []
  const seen = useSeen(conversationId)
  const fresh = notes.filter((note) => note.author.id !== me && note.id > seen)
  const newest = fresh.findLast((note) => note.whisper) ?? fresh.at(-1)
  const words = newest && { name: newest.author.name, text: newest.text }
  return (
    <>
      <div className="hidden" role="status">
        {newest && words ? t(newest.whisper ? 'newWhisper' : 'newNote', words) : null}
      </div>
      {newest ? (
        <div className={css.fresh}>
          <NoteCard note={newest} />
          <span className="row">
            {fresh.length > 1 ? <span className="xs quiet">{t('more', { count: fresh.length - 1 })}</span> : null}
            <button
              type="button"
              className="btn text small"
              onClick={() => see(conversationId, notes.at(-1)?.id ?? newest.id)}
            >
              {t('seen')}
            </button>
          </span>
        </div>
      ) : null}
    </>
  )
}

const keyOf = (id: string) => `kenner.noted.${id}`
const inMemory = new Map<string, string>()
const listeners = new Set<() => void>()

/** useSeen is the last note of a conversation that this reader has seen, by its id: ids sort by time. */
function useSeen(id: string): string {
  return useSyncExternalStore(subscribe, () => inMemory.get(id) ?? stored(id))
}

function stored(id: string): string {
  try {
    return localStorage.getItem(keyOf(id)) ?? ''
  } catch {
    return ''
  }
}

function see(id: string, note: string) {
  inMemory.set(id, note)
  try {
    localStorage.setItem(keyOf(id), note)
  } catch {
    // Storage may be blocked: the mark then lasts until the page is left.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

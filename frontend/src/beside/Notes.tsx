import css from './beside.module.css'
import { useBesideTexts } from './i18n'
import { NoteBox } from './NoteBox'
import { NoteList } from './NoteList'

interface Props {
  conversationId: string
  /** who writes to the customer now, for a manager who may whisper */
  whisperTo?: string
  /** new notes are said to a screen reader here; a lane says them itself */
  live?: boolean
}

/** Notes is where one notes and what colleagues noted, the newest first, under one heading. */
export function Notes({ conversationId, whisperTo, live }: Props) {
  const t = useBesideTexts()
  return (
    <section className={css.section} aria-label={t('notes')}>
      <h3>{t('notes')}</h3>
      <NoteBox key={conversationId} conversationId={conversationId} whisperTo={whisperTo} />
      {live ? (
        <div role="log" aria-label={t('notes')}>
          <NoteList conversationId={conversationId} />
        </div>
      ) : (
        <NoteList conversationId={conversationId} />
      )}
    </section>
  )
}

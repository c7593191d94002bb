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
  /** below which heading it stands: a lane has one of the second level, a page of its own has not */
  heading?: 'h2' | 'h3'
}

/** Notes is where one notes and what colleagues noted, the newest first, under one heading. */
export function Notes({ conversationId, whisperTo, live, heading: Heading = 'h3' }: Props) {
  const t = useBesideTexts()
  return (
    <section className={css.section} aria-label={t('notes')}>
      <Heading className={css.title}>{t('notes')}</Heading>
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

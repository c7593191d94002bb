import css from './beside.module.css'
import { useBesideTexts } from './i18n'
import { NoteBox } from './NoteBox'
import { NoteList } from './NoteList'

/** Notes is where one notes and what colleagues noted, the newest first, under one heading. */
export function Notes({ conversationId, whisperTo }: { conversationId: string; whisperTo?: string }) {
  const t = useBesideTexts()
  return (
    <section className={css.section} aria-label={t('notes')}>
      <h3>{t('notes')}</h3>
      <NoteBox key={conversationId} conversationId={conversationId} whisperTo={whisperTo} />
      <NoteList conversationId={conversationId} />
    </section>
  )
}

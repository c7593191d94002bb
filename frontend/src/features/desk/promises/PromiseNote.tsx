import { useId } from 'react'
import { ConflictNote } from '../../../design/ConflictNote'
import { AreaField, NumberField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { WideTuner } from '../../../design/WideTuner'
import { useRefusalSentence } from '../../../design/words'
import { number } from '../../../i18n/format'
import type { FollowUpTask } from '../../../queries/followUps'
import type { Called } from './callName'
import { usePromiseTexts } from './i18n'
import css from './promises.module.css'
import { newSource, type Source, sourcesOf, useNote } from './useNote'
import { useTimeUsed } from './useTimeUsed'

const mostSources = 20

/** PromiseNote is what was looked at: for the expert and staff alone, so it is blue and carries a lock. It saves itself. */
export function PromiseNote({ promise, called }: { promise: FollowUpTask; called: Called }) {
  const t = usePromiseTexts()
  const note = useNote(promise)
  const { research, sources, timeBoxMinutes } = note.values
  return (
    <section className={css.note} aria-label={t('research')}>
      <p className={css.lock}>
        <Icon name="lock" />
        <span className="xs">{t('researchHint', { ...called })}</span>
      </p>
      <AreaField
        label={t('research')}
        rows={4}
        maxLength={8000}
        dir="auto"
        placeholder={t('researchPlaceholder')}
        value={research}
        onChange={(next) => note.set({ research: next })}
      />
      <Sources sources={sources} onChange={(next) => note.set({ sources: next })} />
      <NumberField
        label={t('box')}
        optional={t('optional')}
        unit={t('boxUnit')}
        hint={t('boxHint')}
        min={1}
        max={6000}
        value={timeBoxMinutes}
        onChange={(next) => note.set({ timeBoxMinutes: next })}
      />
      {timeBoxMinutes ? <TimeUsed id={promise.id} box={timeBoxMinutes} /> : null}
      <NoteState note={note} />
    </section>
  )
}

interface SourcesProps {
  sources: Source[]
  onChange: (sources: Source[]) => void
}

function Sources({ sources, onChange }: SourcesProps) {
  const t = usePromiseTexts()
  const set = (key: number, change: Partial<Source>) =>
    onChange(sources.map((each) => (each.key === key ? { ...each, ...change } : each)))
  return (
    <fieldset className={css.sources}>
      <legend className="s strong">{t('sources')}</legend>
      {sources.map((source) => (
        <SourceRow
          key={source.key}
          source={source}
          onChange={(change) => set(source.key, change)}
          onRemove={() => onChange(sources.filter((each) => each.key !== source.key))}
        />
      ))}
      {sources.length < mostSources ? (
        <button type="button" className="btn text small" onClick={() => onChange([...sources, newSource()])}>
          <Icon name="plus" />
          {t('addSource')}
        </button>
      ) : null}
    </fieldset>
  )
}

interface SourceRowProps {
  source: Source
  onChange: (change: Partial<Source>) => void
  onRemove: () => void
}

function SourceRow({ source, onChange, onRemove }: SourceRowProps) {
  const t = usePromiseTexts()
  const id = useId()
  return (
    <div className={css.source}>
      <label className="hidden" htmlFor={`${id}-title`}>
        {t('sourceTitle')}
      </label>
      <input
        id={`${id}-title`}
        className={css.box}
        maxLength={200}
        placeholder={t('sourceTitle')}
        value={source.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <label className="hidden" htmlFor={`${id}-url`}>
        {t('sourceUrl')}
      </label>
      <input
        id={`${id}-url`}
        className={css.box}
        type="url"
        inputMode="url"
        maxLength={2000}
        placeholder="https://"
        value={source.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <button
        type="button"
        className={`btn text small ${css.remove}`}
        aria-label={t('removeSource', { title: source.title || t('thisSource') })}
        onClick={onRemove}
      >
        <Icon name="cross" />
      </button>
    </div>
  )
}

/** TimeUsed says softly how the time box goes. It stays on this device. */
function TimeUsed({ id, box }: { id: string; box: number }) {
  const t = usePromiseTexts()
  const used = useTimeUsed(id)
  const words =
    used > box ? t('boxOver', { used: number(used) }) : t('boxUsed', { used: number(used), box: number(box) })
  return (
    <div>
      <WideTuner
        ticks={20}
        band={[0, 1]}
        needle={Math.min(1, used / box)}
        labels={[
          { at: 0, text: '0' },
          { at: 1, text: t('boxEnd', { box: number(box) }) },
        ]}
        label={words}
      />
      <p className="xs quiet">{words}</p>
    </div>
  )
}

function NoteState({ note }: { note: ReturnType<typeof useNote> }) {
  const t = usePromiseTexts()
  const sentence = useRefusalSentence()
  const { state, problem, theirs, values } = note
  if (state === 'conflict' && theirs) {
    const named = (all: readonly { title: string }[]) => all.map((source) => source.title).join(', ')
    return (
      <ConflictNote
        differences={[
          { label: t('research'), theirs: theirs.research, mine: values.research },
          { label: t('sources'), theirs: named(theirs.sources), mine: named(sourcesOf(values.sources)) },
        ]}
        takeTheirs={note.takeTheirs}
        keepMine={() => void note.keepMine()}
      />
    )
  }
  if (problem) {
    return (
      <p className={`s ${css.failed}`} role="alert">
        {t('notSaved', { why: sentence(problem) })}{' '}
        <button type="button" className="btn text small" onClick={() => void note.save()}>
          {t('tryAgain')}
        </button>
      </p>
    )
  }
  return (
    <p className="xs quiet" role="status">
      {state === 'saving' ? t('saving') : state === 'saved' ? t('saved') : state === 'dirty' ? t('unsaved') : ''}
    </p>
  )
}

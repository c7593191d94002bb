import type { ReactNode } from 'react'
import { useSession } from '../app/session'
import { ConflictNote, type Difference } from './ConflictNote'
import { ErrorNote } from './ErrorNote'
import { Icon } from './Icon'
import styles from './saveBar.module.css'
import type { Draft } from './useDraft'
import { useRefusalSentence, useWords } from './words'

interface Props<V, R> {
  draft: Draft<V, R>
  /** What a field is called and how its value reads, for a conflict. */
  differences?: (theirs: R, mine: V) => Difference[]
  /** The verb on the button, when it is not "Save". */
  verb?: string
  /** The form stands on the ground, not on a card. */
  grounded?: boolean
  children?: ReactNode
}

/** SaveBar ends a form: its one filled button, its state in words, and what went wrong in place. */
export function SaveBar<V extends object, R>({ draft, differences, verb, grounded, children }: Props<V, R>) {
  const { state } = draft
  const session = useSession()
  if (session.status === 'signedIn' && session.actor.role === 'auditor') return null // who reads, and changes nothing
  return (
    <div className={grounded ? `${styles.bar} ${styles.grounded}` : styles.bar}>
      {state === 'conflict' && draft.theirs !== undefined && (
        <ConflictNote
          differences={differences?.(draft.theirs, draft.values) ?? []}
          takeTheirs={draft.takeTheirs}
          keepMine={() => void draft.keepMine()}
        />
      )}
      {(state === 'refused' || state === 'fault') && <NotSaved draft={draft} />}
      {state !== 'conflict' && (
        <Actions draft={draft} verb={verb}>
          {children}
        </Actions>
      )}
    </div>
  )
}

type ActionsProps<V, R> = { draft: Draft<V, R>; verb?: string; children?: ReactNode }

/** The button, the way back, and the state in words. A conflict has its own two buttons instead. */
function Actions<V extends object, R>({ draft, verb, children }: ActionsProps<V, R>) {
  const t = useWords()
  const { state } = draft
  const touched = state !== 'clean' && state !== 'saved'
  return (
    <div className={styles.actions}>
      <button type="submit" className="btn" aria-disabled={!touched || state === 'saving'}>
        {state === 'saving' ? t('saving') : (verb ?? t('save'))}
      </button>
      {touched && state !== 'saving' && (
        <button type="button" className="btn second" onClick={draft.reset}>
          {t('discard')}
        </button>
      )}
      <span className={`s ${styles.state}`} role="status">
        {state === 'dirty' && <span className="quiet">{t('unsaved')}</span>}
        {state === 'saved' && (
          <span className={styles.saved}>
            <Icon name="check" /> {t('saved')}
          </span>
        )}
      </span>
      {children}
    </div>
  )
}

function NotSaved<V extends object, R>({ draft }: { draft: Draft<V, R> }) {
  const t = useWords()
  const sentence = useRefusalSentence()
  const fields = Object.keys(draft.errors).length
  if (fields > 0) return <ErrorNote title={t('notSavedTitle')}>{t('fixFields')}</ErrorNote>
  if (draft.state === 'refused') {
    return (
      <ErrorNote title={t('notSavedTitle')}>
        {draft.problem && sentence(draft.problem)} {t('notSaved')}
      </ErrorNote>
    )
  }
  return (
    <ErrorNote title={t('unreachableTitle')} action={{ label: t('tryAgain'), run: () => void draft.save() }}>
      {t('notSaved')}
    </ErrorNote>
  )
}

/** submitting makes a form save its draft, once, and only when something was changed. */
export function submitting<V extends object, R>(draft: Draft<V, R>) {
  return (event: { preventDefault: () => void }) => {
    event.preventDefault()
    if (draft.state !== 'clean' && draft.state !== 'saved' && draft.state !== 'saving') void draft.save()
  }
}

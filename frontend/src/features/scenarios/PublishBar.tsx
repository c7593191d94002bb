import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { ProblemError } from '../../app/problem'
import {
  discardScenarioDraft,
  publishScenario,
  retireScenario,
  type ScenarioDocument,
  type WritingFault,
} from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import type { Draft } from '../../design/useDraft'
import { useRefusalSentence, useWords } from '../../design/words'
import editor from './editor.module.css'
import type { Family } from './families'
import { useTexts } from './i18n'
import { missing, type Part, partNames, type Scenario } from './model'

interface Props {
  one: Family
  /** Nobody could be auditioned without it. */
  last: boolean
  /** The newest version as it is stored. */
  source: ScenarioDocument
  draft: Draft<Scenario, ScenarioDocument>
  faults: readonly WritingFault[]
  goTo: (part: Part) => void
  showAll: () => void
}

/** PublishBar takes a scenario through its states: a draft goes live or away, what is live retires. */
export function PublishBar({ one, last, source, draft, faults, goTo, showAll }: Props) {
  const t = useTexts()
  const words = useWords()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const go = useNavigate()
  const path = { id: one.id, language: one.language }
  const refresh = () => cache.invalidateQueries({ queryKey: ['scenarios'] })
  const turn = useMutation({
    mutationFn: async (to: 'publish' | 'discard' | 'retire') => {
      if (to === 'publish') await publishScenario({ path, body: { edition: source.edition } })
      else if (to === 'discard') await discardScenarioDraft({ path })
      else await retireScenario({ path })
      return to
    },
    onSuccess: async (to) => {
      await refresh()
      if (to === 'discard' && one.versions.length === 1) void go('/manage/scenarios')
      else if (to === 'discard') draft.reset()
    },
    onError: () => void refresh(),
  })
  const isDraft = source.state === 'draft'
  const written = draft.state === 'clean' || draft.state === 'saved'
  const publish = () => {
    if (!written || turn.isPending) return
    if (faults.length === 0) return turn.mutate('publish')
    showAll()
    const counts = missing(faults)
    const first = partNames.find((part) => counts[part] > 0)
    if (first) goTo(first)
  }
  const { error } = turn
  return (
    <div className={editor.publish}>
      <p className="s grow" role="status">
        <Stand {...{ one, last, source, faults, written }} />
      </p>
      {isDraft ? (
        <>
          <button type="button" className="btn second" onClick={() => turn.mutate('discard')}>
            {t('discardDraft')}
          </button>
          <button
            type="button"
            className="btn"
            aria-disabled={!written || turn.isPending}
            title={written ? undefined : t('saveFirst')}
            onClick={publish}
          >
            {t('publish', { version: source.version })}
          </button>
        </>
      ) : null}
      {one.live && !isDraft ? (
        <button
          type="button"
          className="btn second"
          aria-disabled={last || turn.isPending}
          title={last ? t('lastOfKind') : undefined}
          onClick={() => !last && turn.mutate('retire')}
        >
          {t('retire')}
        </button>
      ) : null}
      {error ? (
        <ErrorNote title={t('notDone')} icon="flag">
          {error instanceof ProblemError && error.status > 0 ? sentence(error) : words('unreachable')}
        </ErrorNote>
      ) : null}
    </div>
  )
}

/** Stand says in a sentence where the scenario is and what comes next. */
function Stand({
  one,
  last,
  source,
  faults,
  written,
}: Pick<Props, 'one' | 'last' | 'source' | 'faults'> & { written: boolean }) {
  const t = useTexts()
  if (!written) return t('stand_unsaved')
  if (source.state === 'draft')
    return faults.length > 0 ? t('stand_missing', { count: faults.length }) : t('stand_ready')
  if (one.live) return last ? t('lastOfKind') : t('stand_live')
  return t('stand_retired')
}

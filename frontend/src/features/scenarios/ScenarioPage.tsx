import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { getScenario, listScenarios, putScenarioDraft, type ScenarioDocument } from '../../client'
import { useReads } from '../../design/Acts'
import type { Difference } from '../../design/ConflictNote'
import { Icon } from '../../design/Icon'
import { Gone, PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { languageName } from '../../i18n/languageName'
import { scenarioQuery, scenariosQuery } from './api'
import editor from './editor.module.css'
import { type Family, families, lastOfKind } from './families'
import { FaultsAround } from './faults'
import { useTexts } from './i18n'
import { documentOf, missing, type Part, partNames, parts, read, type Scenario } from './model'
import { Playground } from './Playground'
import { PublishBar } from './PublishBar'
import { PartFields } from './ScenarioFields'
import css from './scenarios.module.css'
import { fresh, useTry } from './useTry'
import { Versions } from './Versions'

/** ScenarioPage is where a scenario is written, part by part, with the playground beside it. */
export function ScenarioPage() {
  const { id = '', language = '' } = useParams()
  const scenarios = useQuery(scenariosQuery)
  const all = families(scenarios.data?.items ?? [])
  const one = all.find((each) => each.id === id && each.language === language)
  if (!scenarios.data || !one)
    return (
      <PageState queries={[scenarios]}>
        <main className="page">
          <Gone />
        </main>
      </PageState>
    )
  return <Loaded key={`${id}/${language}`} one={one} last={lastOfKind(one, all)} />
}

function Loaded({ one, last }: { one: Family; last: boolean }) {
  const newest = useQuery({
    ...scenarioQuery(one.id, one.language, one.newest.version),
    placeholderData: keepPreviousData,
  })
  return (
    <PageState queries={[newest]}>
      {newest.data ? <Editor one={one} last={last} source={newest.data} /> : null}
    </PageState>
  )
}

/** editionOf is what a draft is saved over: none while the newest version is published. */
export function editionOf(source: ScenarioDocument): number {
  return source.state === 'draft' ? source.edition : 0
}

function useScenarioDraft(one: Family, source: ScenarioDocument) {
  const { id, language } = one
  const cache = useQueryClient()
  return useDraft<Scenario, ScenarioDocument>({
    source,
    toValues: ({ document }) => read(document),
    keepAs: `scenario/${id}/${language}`,
    submit: (values, base) =>
      putScenarioDraft({
        path: { id, language },
        headers: { 'If-Match': `"${editionOf(base)}"` },
        body: { document: documentOf(values) },
      }),
    reload: async () => {
      const now = families((await listScenarios({})).items).find((each) => each.id === id && each.language === language)
      return getScenario({ path: { id, language, version: String(now?.newest.version ?? source.version) } })
    },
    onSaved: (saved) => {
      cache.setQueryData(scenarioQuery(id, language, saved.version).queryKey, saved)
      void cache.invalidateQueries({ queryKey: scenariosQuery.queryKey })
    },
  })
}

type View = 'write' | 'try'

function Editor({ one, last, source }: { one: Family; last: boolean; source: ScenarioDocument }) {
  const t = useTexts()
  const mayWrite = !useReads()
  const draft = useScenarioDraft(one, source)
  const [search, setSearch] = useSearchParams()
  const [view, setView] = useState<View>('write')
  const [all, setAll] = useState(false)
  const [rehearsal, setRehearsal] = useState(() => fresh(1))
  const trial = useTry(draft.values, rehearsal, !mayWrite)
  const faults = trial.tried?.faults ?? []
  const part = partNames.find((name) => name === search.get('part')) ?? 'scene'
  const goTo = (next: Part) => {
    setView('write')
    setSearch({ part: next }, { replace: true })
  }
  const differences = (theirs: ScenarioDocument, mine: Scenario): Difference[] =>
    differ(read(theirs.document), mine, (name) => t(`part_${name}`))
  return (
    <main className={`page ${editor.page}`}>
      <Head one={one} doc={draft.values} />
      <fieldset className={`${css.bare} ${editor.views}`}>
        <legend className="hidden">{t('view')}</legend>
        {(['write', 'try'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={view === each} onClick={() => setView(each)}>
            {t(`view_${each}`)}
          </button>
        ))}
      </fieldset>
      <div className={editor.desk} data-view={mayWrite ? view : undefined}>
        <div className={editor.writing}>
          {mayWrite ? (
            <PublishBar {...{ one, last, source, draft, faults, goTo }} showAll={() => setAll(true)} />
          ) : null}
          <Outline part={part} faults={faults} goTo={goTo} />
          <form
            className={`card ${editor.sheet}`}
            onSubmit={submitting(draft)}
            noValidate
            aria-label={t(`part_${part}`)}
          >
            <fieldset className={css.bare} disabled={!mayWrite}>
              <legend className="hidden">{t(`part_${part}`)}</legend>
              <FaultsAround faults={faults} all={all}>
                <PartFields
                  part={part}
                  doc={draft.values}
                  set={draft.set}
                  kindFixed={one.versions.some((version) => version.state !== 'draft')}
                />
              </FaultsAround>
            </fieldset>
            <Steps part={part} goTo={goTo} />
            <SaveBar draft={draft} differences={differences} verb={t('saveDraft')} />
          </form>
          <Versions
            one={one}
            load={mayWrite ? (doc) => draft.set({ ...doc, version: draft.values.version }) : undefined}
          />
        </div>
        {mayWrite ? (
          <div className={editor.beside}>
            <Playground doc={draft.values} {...{ rehearsal, setRehearsal, trial, goTo }} />
          </div>
        ) : null}
      </div>
    </main>
  )
}

/** differ names the parts that two people wrote differently. */
function differ(theirs: Scenario, mine: Scenario, name: (part: Part) => string): Difference[] {
  const said = (doc: Scenario, part: Part) =>
    JSON.stringify(parts[part].filter((field) => field !== 'version').map((field) => doc[field]))
  return partNames.map((part) => ({
    label: name(part),
    theirs: shortened(said(theirs, part)),
    mine: shortened(said(mine, part)),
  }))
}

const long = 240

function shortened(text: string): string {
  return text.length > long ? `${text.slice(0, long)}…` : text
}

function Head({ one, doc }: { one: Family; doc: Scenario }) {
  const t = useTexts()
  const { live, draft } = one
  return (
    <header className={editor.head}>
      <Link to="/manage/scenarios" className="s strong back">
        <Icon name="back" directed /> {t('scenarios')}
      </Link>
      <div className={editor.headRow}>
        <h1>{doc.title || t('untitled')}</h1>
        {live ? <span className="tag ok">{t('liveVersion', { version: live.version })}</span> : null}
        {draft ? <span className="tag accent">{t('draftVersion', { version: draft.version })}</span> : null}
        {live || draft ? null : <span className="tag">{t('retired')}</span>}
      </div>
      <p className="s soft">
        {t(doc.kind)} · {languageName(one.language)}
      </p>
    </header>
  )
}

interface OutlineProps {
  part: Part
  faults: Parameters<typeof missing>[0]
  goTo: (part: Part) => void
}

/** Outline names the parts of the form, and how much each still misses. */
function Outline({ part, faults, goTo }: OutlineProps) {
  const t = useTexts()
  const counts = missing(faults)
  return (
    <nav className={editor.outline} aria-label={t('outline')}>
      {partNames.map((name) => (
        <button key={name} type="button" aria-current={name === part ? 'step' : undefined} onClick={() => goTo(name)}>
          <span>{t(`part_${name}`)}</span>
          {counts[name] > 0 ? (
            <span className={`fig ${editor.count}`}>
              <span aria-hidden="true">{counts[name]}</span>
              <span className="hidden">{t('faultCount', { count: counts[name] })}</span>
            </span>
          ) : (
            <Icon name="check" size={15} label={t('complete')} />
          )}
        </button>
      ))}
    </nav>
  )
}

/** Steps lead to the part before and the part after. */
function Steps({ part, goTo }: { part: Part; goTo: (part: Part) => void }) {
  const t = useTexts()
  const at = partNames.indexOf(part)
  const [before, after] = [partNames[at - 1], partNames[at + 1]]
  return (
    <div className={editor.onward}>
      {before ? (
        <button type="button" className="btn text small" onClick={() => goTo(before)}>
          <Icon name="back" size={16} directed /> {t(`part_${before}`)}
        </button>
      ) : (
        <span />
      )}
      {after ? (
        <button type="button" className="btn text small" onClick={() => goTo(after)}>
          {t(`part_${after}`)} <Icon name="forward" size={16} directed />
        </button>
      ) : null}
    </div>
  )
}

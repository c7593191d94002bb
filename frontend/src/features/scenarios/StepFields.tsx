import { useState } from 'react'
import { ChoiceField, NumberField, SelectField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { Pair, Section } from '../../design/ManagePage'
import editor from './editor.module.css'
import { useFault } from './faults'
import { useTexts } from './i18n'
import { LinesField, ListFault, PatternsField } from './LinesField'
import { type Beat, bad, blankBeat, type Cue, good, isCue, moved, type PartProps, replaced } from './model'

const leastProvocations = 3

/** StepsPart is what always comes, in its order: at least three provocations and the one honest question. */
export function StepsPart({ doc, set }: PartProps) {
  const t = useTexts()
  const { beats } = doc
  const tried = beats.filter((beat) => beat.kind === 'provocation').length
  const honest = beats.length - tried
  const put = (next: Beat[]) => set({ beats: next })
  return (
    <Section first title={t('part_steps')} note={t('stepsNote')}>
      <ul className={editor.tally}>
        <li className={tried >= leastProvocations ? 'tag ok' : 'tag'}>
          {tried >= leastProvocations ? <Icon name="check" size={14} /> : null}
          {t('provocationsTally', { count: tried, least: leastProvocations })}
        </li>
        <li className={honest === 1 ? 'tag ok' : 'tag'}>
          {honest === 1 ? <Icon name="check" size={14} /> : null}
          {t('honestTally', { count: honest })}
        </li>
      </ul>
      <ListFault pointer="/beats" />
      <ol className={editor.steps}>
        {beats.map((beat, at) => (
          <li key={beat.key}>
            <Step
              beat={beat}
              at={at}
              of={beats.length}
              lang={doc.language}
              change={(part) => put(replaced(beats, at, { ...beat, ...part }))}
              move={(by) => put(moved(beats, at, by))}
              remove={() => put(beats.filter((one) => one !== beat))}
            />
          </li>
        ))}
      </ol>
      <div className={editor.actions}>
        <button type="button" className="btn second" onClick={() => put([...beats, blankBeat(beats)])}>
          <Icon name="plus" size={16} /> {t('addProvocation')}
        </button>
        {honest === 0 ? (
          <button
            type="button"
            className="btn second"
            onClick={() => put([...beats, blankBeat(beats, 'honest_question')])}
          >
            <Icon name="plus" size={16} /> {t('addHonest')}
          </button>
        ) : null}
      </div>
    </Section>
  )
}

interface StepProps {
  beat: Beat
  at: number
  of: number
  lang: string
  change: (part: Partial<Beat>) => void
  move: (by: 1 | -1) => void
  remove: () => void
}

function Step({ beat, at, of, lang, change, move, remove }: StepProps) {
  const t = useTexts()
  const number = at + 1
  const pointer = `/beats/${at}`
  const lines = (part: Partial<Beat['lines']>) => change({ lines: { ...beat.lines, ...part } })
  const bands = ['calm', 'warm', 'hot'] as const
  const name = t(beat.kind === 'provocation' ? 'provocationNo' : 'honestNo', { number })
  return (
    <section className={editor.step} data-kind={beat.kind} aria-label={name}>
      <header className={editor.stepHead}>
        <span className={`fig ${editor.number}`} aria-hidden="true">
          {number}
        </span>
        <h3 className="grow">{t(beat.kind)}</h3>
        <button
          type="button"
          className="btn text small"
          aria-label={t('moveUp', { name })}
          aria-disabled={at === 0}
          onClick={() => move(-1)}
        >
          <Icon name="up" size={16} />
        </button>
        <button
          type="button"
          className="btn text small"
          aria-label={t('moveDown', { name })}
          aria-disabled={at === of - 1}
          onClick={() => move(1)}
        >
          <Icon name="down" size={16} />
        </button>
        <button type="button" className="btn text small" aria-label={t('remove', { name })} onClick={remove}>
          <Icon name="cross" size={16} />
        </button>
      </header>
      {beat.kind === 'honest_question' ? <p className="s soft">{t('honestNote')}</p> : null}
      <Pair>
        <ChoiceField
          label={t('stepKind')}
          value={beat.kind}
          options={[
            { value: 'provocation', label: t('provocation') },
            { value: 'honest_question', label: t('honest_question') },
          ]}
          onChange={(kind) => change({ kind })}
        />
        <NumberField
          label={t('heat')}
          hint={t('heatHint')}
          error={useFault(`${pointer}/heat`)}
          min={0}
          max={3}
          value={beat.heat}
          onChange={(heat) => change({ heat: heat ?? 0 })}
        />
      </Pair>
      {bands.map((band) => (
        <LinesField
          key={band}
          said
          label={t(`band_${band}`)}
          pointer={`${pointer}/lines/${band}`}
          lang={lang}
          value={beat.lines[band]}
          onChange={(next) => lines({ [band]: next })}
        />
      ))}
      {beat.kind === 'honest_question' ? <Honest {...{ beat, pointer, lang, change }} /> : null}
      <After
        after={beat.lines.after}
        pointer={`${pointer}/lines/after`}
        lang={lang}
        onChange={(after) => lines({ after })}
      />
    </section>
  )
}

function Honest({ beat, pointer, lang, change }: Pick<StepProps, 'beat' | 'lang' | 'change'> & { pointer: string }) {
  const t = useTexts()
  return (
    <>
      <LinesField
        said
        label={t('honestAgain')}
        pointer={`${pointer}/again`}
        lang={lang}
        value={beat.again}
        onChange={(again) => change({ again })}
      />
      <PatternsField
        label={t('bluff')}
        hint={t('bluffHint')}
        pointer={`${pointer}/bluff`}
        lang={lang}
        value={beat.bluff}
        onChange={(bluff) => change({ bluff })}
      />
      <LinesField
        said
        label={t('bluffCaught')}
        pointer={`${pointer}/caught`}
        lang={lang}
        value={beat.caught}
        onChange={(caught) => change({ caught })}
      />
    </>
  )
}

interface AfterProps {
  after: Record<string, string[]>
  pointer: string
  lang: string
  onChange: (after: Record<string, string[]>) => void
}

/** After are the branches of a step: other words when a certain thing was read in the candidate's text. */
function After({ after, pointer, lang, onChange }: AfterProps) {
  const t = useTexts()
  const free = [...bad, ...good].filter((cue) => !(cue in after))
  const [pick, setPick] = useState<Cue>('overpromise')
  const chosen = free.includes(pick as never) ? pick : (free[0] ?? 'insult')
  const cueName = (cue: string) => (isCue(cue) ? t(`cue_${cue}`) : cue)
  return (
    <details className={editor.branches} open={Object.keys(after).length > 0 || undefined}>
      <summary className="s strong">{t('branches', { count: Object.keys(after).length })}</summary>
      <p className="s soft">{t('branchesNote')}</p>
      {Object.entries(after).map(([cue, lines]) => (
        <div key={cue} className={editor.branch}>
          <LinesField
            said
            label={t('branchAfter', { cue: cueName(cue) })}
            pointer={`${pointer}/${cue}`}
            lang={lang}
            value={lines}
            onChange={(next) => onChange({ ...after, [cue]: next })}
          />
          <button
            type="button"
            className="btn text small"
            onClick={() => onChange(Object.fromEntries(Object.entries(after).filter(([name]) => name !== cue)))}
          >
            {t('removeBranch', { cue: cueName(cue) })}
          </button>
        </div>
      ))}
      <div className={editor.add}>
        <SelectField
          label={t('branchPick')}
          value={chosen}
          options={free.map((cue) => ({ value: cue as Cue, label: t(`cue_${cue}`) }))}
          onChange={setPick}
        />
        <button type="button" className="btn second" onClick={() => onChange({ ...after, [chosen]: [''] })}>
          <Icon name="plus" size={16} /> {t('addBranch')}
        </button>
      </div>
    </details>
  )
}

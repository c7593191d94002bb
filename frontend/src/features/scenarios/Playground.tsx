import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { TriedPlay } from '../../client'
import { Face } from '../../design/Bird'
import { ErrorNote } from '../../design/ErrorNote'
import fields from '../../design/fields.module.css'
import { Icon } from '../../design/Icon'
import { Skeleton } from '../../design/Skeleton'
import { useRefusalSentence, useWords } from '../../design/words'
import editor from './editor.module.css'
import { useTexts } from './i18n'
import { missing, type Part, partNames, type Scenario } from './model'
import { PlayLine } from './PlayLine'
import scene from './playground.module.css'
import { Temper } from './ScenarioFields'
import { Standing } from './Standing'
import { sampleNames, sampleOf, told } from './samples'
import { back, fresh, type Rehearsal, said, type Trial, waited } from './useTry'

interface Props {
  doc: Scenario
  rehearsal: Rehearsal
  setRehearsal: (next: Rehearsal) => void
  trial: Trial
  goTo: (part: Part) => void
}

const silence = 150

/** Playground plays the scenario as it is written now: the manager writes as the candidate, and reads why each line came. */
export function Playground({ doc, rehearsal, setRehearsal, trial, goTo }: Props) {
  const t = useTexts()
  const { tried, error } = trial
  const play = tried?.play
  return (
    <section className={`card ${scene.playground}`} aria-label={t('playground')}>
      <header className={scene.playHead}>
        <Face name={doc.customer.name || '?'} />
        <div className="grow">
          <h2>{t('playgroundWith', { name: doc.customer.name || t('theCustomer') })}</h2>
          <p className="s soft">{t('playgroundNote')}</p>
        </div>
      </header>
      {error ? <Unanswered trial={trial} /> : null}
      {tried && tried.faults.length > 0 ? <NotPlayable faults={tried.faults} goTo={goTo} /> : null}
      {play ? <Stage {...{ doc, play, rehearsal, setRehearsal }} busy={trial.pending} /> : null}
      {!tried && !error ? <Skeleton awaited={t('playAwaited')} /> : null}
    </section>
  )
}

function Unanswered({ trial }: { trial: Trial }) {
  const t = useTexts()
  const words = useWords()
  const sentence = useRefusalSentence()
  const { error } = trial
  if (!error) return null
  return (
    <ErrorNote title={t('notPlayed')} action={{ label: words('tryAgain'), run: trial.again }}>
      {error.status > 0 ? sentence(error) : words('unreachable')}
    </ErrorNote>
  )
}

function NotPlayable({ faults, goTo }: { faults: NonNullable<Trial['tried']>['faults']; goTo: (part: Part) => void }) {
  const t = useTexts()
  const counts = missing(faults)
  return (
    <div className={scene.notYet}>
      <h3>{t('notPlayable')}</h3>
      <p className="s soft">{t('notPlayableText')}</p>
      <ul>
        {partNames
          .filter((part) => counts[part] > 0)
          .map((part) => (
            <li key={part}>
              <button type="button" className="btn text small" onClick={() => goTo(part)}>
                {t(`part_${part}`)}
              </button>
              <span className="s quiet">{t('faultCount', { count: counts[part] })}</span>
            </li>
          ))}
      </ul>
    </div>
  )
}

interface StageProps {
  doc: Scenario
  play: TriedPlay
  rehearsal: Rehearsal
  setRehearsal: (next: Rehearsal) => void
  busy: boolean
}

function Stage({ doc, play, rehearsal, setRehearsal, busy }: StageProps) {
  const t = useTexts()
  const log = useRef<HTMLDivElement>(null)
  const count = play.lines.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is said
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight
  }, [count])
  return (
    <>
      <div className={scene.temperNow}>
        <Temper start={play.temper} calm={doc.temper.calm} />
        <p className="s soft">
          {t('temperNow')} <b className="fig">{play.temper}</b>
        </p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={scene.log} ref={log} role="log" aria-label={t('playground')} aria-busy={busy} tabIndex={0}>
        {play.lines.map((_, at) => (
          <PlayLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            key={at}
            doc={doc}
            lines={play.lines}
            at={at}
            endedBy={play.endedBy}
          />
        ))}
      </div>
      {play.ending ? <Over play={play} /> : <Write {...{ doc, play, rehearsal, setRehearsal }} />}
      <div className={editor.tools}>
        <button
          type="button"
          className="btn second small"
          aria-disabled={rehearsal.texts.length === 0}
          onClick={() => setRehearsal(fresh(rehearsal.seed))}
        >
          {t('restart')}
        </button>
        <button
          type="button"
          className="btn second small"
          aria-disabled={rehearsal.texts.length === 0}
          onClick={() => setRehearsal(back(rehearsal))}
        >
          {t('takeBack')}
        </button>
        <button
          type="button"
          className="btn second small"
          title={t('otherWordsHint')}
          onClick={() => setRehearsal({ ...rehearsal, seed: rehearsal.seed + 1 })}
        >
          {t('otherWords')}
        </button>
        <button
          type="button"
          className="btn second small"
          aria-disabled={Boolean(play.ending)}
          onClick={() => !play.ending && setRehearsal(waited(rehearsal, play.second, silence))}
        >
          {t('letWait')}
        </button>
      </div>
      <Standing doc={doc} standing={play.standing} />
    </>
  )
}

function Over({ play }: { play: TriedPlay }) {
  const t = useTexts()
  return (
    <p className={scene.over} role="status">
      <Icon name={play.ending === 'solved' ? 'check' : 'door'} size={18} />
      {t(`over_${play.ending ?? 'time_up'}`)}
    </p>
  )
}

function Write({ doc, play, rehearsal, setRehearsal }: Omit<StageProps, 'busy'>) {
  const t = useTexts()
  const id = useId()
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const send = (words: string) => {
    if (words.trim() === '') return
    setRehearsal(said(rehearsal, words, play.second))
    setText('')
    field.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send(text)
  }
  const facts = told(doc)
  return (
    <div className={scene.write}>
      <label className="hidden" htmlFor={id}>
        {t('asCandidate')}
      </label>
      <div className={scene.composer}>
        <textarea
          ref={field}
          id={id}
          rows={2}
          maxLength={4000}
          className={`${fields.box} ${editor.grow}`}
          lang={doc.language}
          placeholder={t('asCandidate')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <button type="button" className="btn" onClick={() => send(text)}>
          <Icon name="send" size={16} directed /> {t('send')}
        </button>
      </div>
      <details className={scene.samples}>
        <summary className="s strong">{t('samples')}</summary>
        <ul>
          {sampleNames.map((name) => (
            <li key={name}>
              <button
                type="button"
                className="btn second small"
                title={sampleOf(name, doc.language)}
                onClick={() => send(sampleOf(name, doc.language))}
              >
                {t(`sample_${name}`)}
              </button>
            </li>
          ))}
          {facts.map((fact, at) => (
            <li key={fact}>
              <button type="button" className="btn second small" title={fact} onClick={() => send(fact)}>
                {t('sampleFact', { number: at + 1 })}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

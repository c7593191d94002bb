import type { TriedLine } from '../../client'
import { useTexts } from './i18n'
import { bad, good, type Scenario } from './model'
import scene from './playground.module.css'
import { aboutOf, cueName, whyOf } from './why'

interface Props {
  doc: Scenario
  lines: readonly TriedLine[]
  at: number
  endedBy?: string
}

/** PlayLine is one utterance: the customer's with why it came, the writer's with what was read in it. */
export function PlayLine({ doc, lines, at, endedBy }: Props) {
  const t = useTexts()
  const line = lines[at]
  if (!line) return null
  if (line.by === 'customer')
    return (
      <div className={scene.theirs}>
        <p className={scene.bubble} dir="auto" lang={doc.language}>
          {line.text}
        </p>
        <p className={`xs quiet ${scene.why}`}>{whyOf(t, doc, lines, at, endedBy)}</p>
      </div>
    )
  return (
    <div className={scene.mine}>
      <p className={scene.bubble} dir="auto" lang={doc.language}>
        {line.text}
      </p>
      <Read line={line} doc={doc} />
    </div>
  )
}

type Said = TriedLine['cues'][number]

/** Read is what was read in a text, with the words it was read in, and what that did to the temper. */
function Read({ line, doc }: { line: TriedLine; doc: Scenario }) {
  const t = useTexts()
  const { before, after, cues, changes } = line
  const by = (cue: Said) => changes.find((change) => change.cue === cue.kind && change.rule === cue.rule)?.by
  const once = cues.filter((cue, at) => cues.findIndex((o) => o.kind === cue.kind && o.key === cue.key) === at)
  const direction = after === before ? 'same' : after < before ? 'down' : 'up'
  return (
    <div className={scene.read}>
      <p className="s">
        {t(`moved_${direction}`)}{' '}
        <b className="fig">
          {before} → {after}
        </b>
      </p>
      {once.length === 0 ? <p className="xs quiet">{t('nothingRead')}</p> : null}
      <ul aria-label={t('whatWasRead')}>
        {once.map((cue) => (
          <li key={`${cue.kind}/${cue.key ?? ''}`} data-sign={signOf(cue.kind)}>
            <span className={tagOf(cue.kind)}>
              {cueName(t, cue.kind)}
              {by(cue) ? <b className="fig">{signed(by(cue) ?? 0)}</b> : null}
            </span>
            <q className="xs soft" lang={doc.language}>
              {shortened(cue.quote)}
            </q>
            {cue.key && aboutOf(doc, cue.key) ? <span className="xs quiet">{aboutOf(doc, cue.key)}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function signOf(kind: string): 'for' | 'against' | 'neither' {
  if ((good as readonly string[]).includes(kind)) return 'for'
  return (bad as readonly string[]).includes(kind) ? 'against' : 'neither'
}

function tagOf(kind: string): string {
  return { for: 'tag ok', against: `tag ${scene.against}`, neither: 'tag' }[signOf(kind)]
}

function signed(by: number): string {
  return by > 0 ? `+${by}` : `−${-by}`
}

const long = 90

function shortened(quote: string): string {
  return quote.length > long ? `${quote.slice(0, long).trim()}…` : quote
}

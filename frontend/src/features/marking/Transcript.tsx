import { useRef } from 'react'
import type { MarkedLine, MarkedPlay } from '../../client'
import { selectedIn } from './api'
import { useMarkingTexts } from './i18n'
import css from './marking.module.css'

interface Props {
  play: MarkedPlay
  quoted?: { line: number; quote: string }
  /** Left out where marks stand without words. */
  onQuote?: (line: number, quote: string) => void
}

const longest = 500

/** Transcript is what was said in a play; each of the candidate's messages can be quoted, whole or in part. */
export function Transcript({ play, quoted, onQuote }: Props) {
  const t = useMarkingTexts()
  return (
    <section className={`card ${css.transcript}`} aria-label={t('transcript', { no: play.no })}>
      <div className={css.about}>
        <h2>
          {t('play', { no: play.no })}: {t(play.kind)}
        </h2>
        <details>
          <summary className="s">{t('story')}</summary>
          <p className="s">{play.story}</p>
        </details>
        <details>
          <summary className="s">{t('briefing')}</summary>
          <p className="s">{play.briefing.situation}</p>
          <List lines={play.briefing.facts} />
          <p className="s strong">{t('may')}</p>
          <List lines={play.briefing.may} />
          <p className="s strong">{t('mayNot')}</p>
          <List lines={play.briefing.mayNot} />
        </details>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={css.lines} role="log" aria-label={t('transcript', { no: play.no })} tabIndex={0}>
        {play.lines.map((line) => (
          <Line
            key={line.seq}
            line={line}
            name={line.by === 'customer' ? play.customer : t('candidate')}
            quoted={quoted?.line === line.seq}
            onQuote={onQuote}
          />
        ))}
        <p className="s quiet">{t(play.ending)}</p>
      </div>
    </section>
  )
}

function List({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="s">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

interface LineProps {
  line: MarkedLine
  name: string
  quoted: boolean
  onQuote: Props['onQuote']
}

function Line({ line, name, quoted, onQuote }: LineProps) {
  const t = useMarkingTexts()
  const words = useRef<HTMLParagraphElement>(null)
  const own = line.by === 'candidate'
  return (
    <div className={own ? css.own : css.theirs} data-quoted={quoted || undefined}>
      <span className="xs quiet">
        {name} <span className="fig">{time(line.second)}</span>
      </span>
      <p ref={words} dir="auto">
        {line.text}
      </p>
      {own && onQuote ? (
        <button
          type="button"
          className="btn text small"
          aria-pressed={quoted}
          onClick={() => onQuote(line.seq, selectedIn(words.current, line.text) || line.text.slice(0, longest).trim())}
        >
          {quoted ? t('quoted') : t('quoteThis')}
        </button>
      ) : null}
    </div>
  )
}

function time(second: number): string {
  return `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`
}

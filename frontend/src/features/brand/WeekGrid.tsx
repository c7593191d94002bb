import { FieldError } from '../../design/fields'
import fields from '../../design/fields.module.css'
import { Icon } from '../../design/Icon'
import { minuteOf, type Span, type SpanFault, spanFaults, weekdays } from './hours'
import styles from './hours.module.css'
import { useTexts } from './i18n'
import { useWeekdayNames } from './openingWords'

interface Props {
  weekly: Span[]
  onChange: (weekly: Span[]) => void
}

/** The seven days with their hours, each also drawn on a scale of 24 hours. */
export function WeekGrid({ weekly, onChange }: Props) {
  const names = useWeekdayNames()
  return (
    <div className={styles.grid}>
      {weekdays.map((day) => (
        <Day
          key={day}
          day={day}
          name={names[day - 1] ?? ''}
          spans={weekly.filter((span) => span.weekday === day)}
          onChange={(spans) => onChange([...weekly.filter((span) => span.weekday !== day), ...spans])}
          onEverywhere={(spans) => onChange(weekdays.flatMap((weekday) => spans.map((span) => ({ ...span, weekday }))))}
        />
      ))}
    </div>
  )
}

interface DayProps {
  day: number
  name: string
  spans: Span[]
  onChange: (spans: Span[]) => void
  onEverywhere: (spans: Span[]) => void
}

const first = { opens: '09:00', closes: '17:00' }

function Day({ day, name, spans, onChange, onEverywhere }: DayProps) {
  const t = useTexts()
  const faults = spanFaults(spans)
  const change = (index: number, next: Partial<Span>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...next } : span)))
  return (
    <div className={styles.day}>
      <b className={styles.dayName}>{name}</b>
      <Scale spans={spans} />
      <div className={styles.spans}>
        {spans.length === 0 && <span className="s quiet">{t('closed')}</span>}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span has no other name while its times are typed
          <div key={index}>
            <SpanInputs span={span} name={name} fault={faults.get(index)} onChange={(next) => change(index, next)}>
              <button
                type="button"
                className="btn text small"
                aria-label={t('removeSpan', { opens: span.opens, closes: span.closes, day: name })}
                onClick={() => onChange(spans.filter((_, at) => at !== index))}
              >
                <Icon name="cross" size={16} />
              </button>
            </SpanInputs>
          </div>
        ))}
      </div>
      <div className={styles.dayTools}>
        {spans.length < 6 && (
          <button
            type="button"
            className="btn text small"
            aria-label={t('addSpanFor', { day: name })}
            onClick={() => onChange([...spans, { weekday: day, ...following(spans) }])}
          >
            <Icon name="plus" size={16} /> {t('addSpan')}
          </button>
        )}
        {day === 1 && spans.length > 0 && (
          <button
            type="button"
            className="btn text small"
            aria-label={t('copyDownFor', { day: name })}
            onClick={() => onEverywhere(spans)}
          >
            <Icon name="copy" size={16} /> {t('copyDown')}
          </button>
        )}
      </div>
    </div>
  )
}

/** The hours offered for a new span: office hours, or what follows the last one. */
function following(spans: Span[]): { opens: string; closes: string } {
  const last = spans.at(-1)
  const end = last && minuteOf(last.closes)
  if (end === undefined || end >= 23 * 60) return first
  const hour = Math.ceil(end / 60) + (end % 60 === 0 ? 1 : 0)
  return { opens: `${String(hour).padStart(2, '0')}:00`, closes: '24:00' }
}

interface InputsProps {
  span: { opens: string; closes: string }
  name: string
  fault?: SpanFault
  onChange: (next: { opens?: string; closes?: string }) => void
  children?: React.ReactNode
}

/** Two times with what is wrong with them. Midnight at the end of a day is written 24:00. */
export function SpanInputs({ span, name, fault, onChange, children }: InputsProps) {
  const t = useTexts()
  const says = { time: t('faultTime'), order: t('faultOrder'), overlap: t('faultOverlap') }
  return (
    <>
      <div className={styles.span}>
        <input
          className={`${fields.box} ${styles.time}`}
          aria-label={t('opensOn', { day: name })}
          aria-invalid={fault ? true : undefined}
          inputMode="numeric"
          maxLength={5}
          value={span.opens}
          onChange={(event) => onChange({ opens: event.currentTarget.value })}
          onBlur={(event) => onChange({ opens: tidy(event.currentTarget.value) })}
        />
        <span aria-hidden="true">–</span>
        <input
          className={`${fields.box} ${styles.time}`}
          aria-label={t('closesOn', { day: name })}
          aria-invalid={fault ? true : undefined}
          inputMode="numeric"
          maxLength={5}
          value={span.closes}
          onChange={(event) => onChange({ closes: event.currentTarget.value })}
          onBlur={(event) => onChange({ closes: tidy(event.currentTarget.value) })}
        />
        {children}
      </div>
      <FieldError error={fault && says[fault]} />
    </>
  )
}

/** What people type becomes a time: 9, 930, 9.30 and 9:30 are times; the rest stays as typed. */
export function tidy(typed: string): string {
  const match = /^\s*(\d{1,2})\s*[:.h]?\s*(\d{2})?\s*$/.exec(typed)
  if (!match) return typed
  const time = `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}`
  return minuteOf(time) === undefined ? typed : time
}

function Scale({ spans }: { spans: Span[] }) {
  return (
    <span className={styles.scale} aria-hidden="true">
      {spans.map((span) => {
        const from = minuteOf(span.opens)
        const to = minuteOf(span.closes)
        if (from === undefined || to === undefined || to <= from) return null
        return (
          <i
            key={`${span.opens}-${span.closes}`}
            style={{ insetInlineStart: `${from / 14.4}%`, inlineSize: `${(to - from) / 14.4}%` }}
          />
        )
      })}
    </span>
  )
}

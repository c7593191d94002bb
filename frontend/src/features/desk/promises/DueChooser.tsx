import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { serverNow } from '../../../live/serverTime'
import { dueTimesQuery } from '../../../queries/followUps'
import { usePromiseTexts } from './i18n'
import css from './promises.module.css'
import { instantOf, localInput, whenWords } from './when'

/** What is chosen: a moment, and whether it was typed. */
export interface Due {
  at: string | undefined
  exact: boolean
}

export const noDue: Due = { at: undefined, exact: false }

const soonest = 15 * 60_000
const latest = 30 * 24 * 60 * 60_000

/** isDue tells whether a moment can be promised. */
export function isDue(at: string | undefined, now: number): at is string {
  if (!at) return false
  const ahead = Date.parse(at) - now
  return ahead >= soonest && ahead <= latest
}

interface Props {
  label: string
  value: Due
  onChange: (due: Due) => void
}

/** DueChooser offers the next times inside opening hours, and any other. */
export function DueChooser({ label, value, onChange }: Props) {
  const t = usePromiseTexts()
  const name = useId()
  const now = serverNow()
  const times = useQuery(dueTimesQuery).data?.items ?? []
  return (
    <fieldset className={css.due}>
      <legend>{label}</legend>
      <div className={css.choices}>
        {times.map((at) => (
          <label key={at}>
            <input
              type="radio"
              name={name}
              checked={!value.exact && value.at === at}
              onChange={() => onChange({ at, exact: false })}
            />
            <span>{whenWords(at, now, t)}</span>
          </label>
        ))}
        <label>
          <input
            type="radio"
            name={name}
            checked={value.exact}
            onChange={() => onChange({ at: value.at ?? times.at(-1), exact: true })}
          />
          <span>{t('exact')}</span>
        </label>
      </div>
      {value.exact ? <Exact now={now} value={value} onChange={onChange} /> : null}
    </fieldset>
  )
}

function Exact({ now, value, onChange }: { now: number; value: Due; onChange: (due: Due) => void }) {
  const t = usePromiseTexts()
  const hint = useId()
  return (
    <>
      <input
        type="datetime-local"
        className={`${css.box} fig`}
        aria-label={t('exactLabel')}
        aria-describedby={hint}
        aria-invalid={value.at !== undefined && !isDue(value.at, now)}
        min={localInput(now + soonest)}
        max={localInput(now + latest)}
        defaultValue={value.at ? localInput(Date.parse(value.at)) : ''}
        onChange={(event) => onChange({ at: instantOf(event.currentTarget.value), exact: true })}
      />
      <p className="xs quiet" id={hint}>
        {t('exactHint')}
      </p>
    </>
  )
}

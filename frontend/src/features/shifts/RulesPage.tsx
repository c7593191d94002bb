import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { getPlan, type Plan, putPlan, putPresencePlan } from '../../client'
import { Acts } from '../../design/Acts'
import { ChoiceField, NumberField, SwitchField, TextField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { weekday } from '../../i18n/format'
import { planQuery, useChange } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import css from './shifts.module.css'

/** The rules of shifts, and who is always wanted. */
export function RulesPage() {
  const t = useTexts()
  const plan = useQuery(planQuery)
  return (
    <ManagePage
      title={t('rulesTitle')}
      lead={t('rulesLead')}
      action={
        <Link to="/manage/plan" className="btn second">
          {t('backToPlan')}
        </Link>
      }
    >
      <PageState queries={[plan]} part>
        {plan.data && (
          <div className={css.rules}>
            <Rules plan={plan.data} />
            <Presence key={plan.data.version} plan={plan.data} />
          </div>
        )}
      </PageState>
    </ManagePage>
  )
}

type Values = Pick<Plan, 'duty' | 'optIn' | 'rules'> & { remind: string }

function Rules({ plan }: { plan: Plan }) {
  const t = useTexts()
  const client = useQueryClient()
  const draft = useDraft<Values, Plan>({
    source: plan,
    toValues: ({ duty, optIn, rules }) => ({ duty, optIn, rules, remind: rules.remindHours.join(', ') }),
    submit: ({ duty, optIn, rules, remind }, base) =>
      putPlan({ body: { duty, optIn, rules: { ...rules, remindHours: hoursOf(remind) }, version: base.version } }),
    reload: () => getPlan(),
    onSaved: (saved) => {
      client.setQueryData(planQuery.queryKey, saved)
      void client.invalidateQueries({ queryKey: ['plan'] })
    },
    keepAs: 'planRules',
  })
  const { values, set } = draft
  const numbers = [
    ['signUpDays', 'days', 1, 92],
    ['cancelHours', 'hoursBefore', 0, 72],
    ['lateMinutes', 'minutes', 1, 30],
    ['keptPercent', 'percent', 50, 100],
    ['dailyMinutes', 'minutes', 60, 720],
    ['least', 'experts', 0, 50],
  ] as const
  return (
    <form noValidate className={`card ${css.form}`} onSubmit={submitting(draft)}>
      <ChoiceField
        label={t('duty')}
        hint={t('dutyHint')}
        value={values.duty}
        onChange={(duty) => set({ duty })}
        options={[
          { value: 'hours', label: t('duty_hours') },
          { value: 'shifts', label: t('duty_shifts') },
        ]}
      />
      <SwitchField
        label={t('optIn')}
        hint={t('optInHint')}
        checked={values.optIn}
        onChange={(optIn) => set({ optIn })}
      />
      <h2>{t('dutyNumbers')}</h2>
      <div className={css.fields}>
        {numbers.map(([key, unit, min, max]) => (
          <NumberField
            key={key}
            label={t(key)}
            unit={t(unit)}
            min={min}
            max={max}
            value={values.rules[key]}
            onChange={(value) => set({ rules: { ...values.rules, [key]: value ?? min } })}
          />
        ))}
        <TextField
          label={t('remind')}
          hint={t('remindHint')}
          figure
          value={values.remind}
          onChange={(remind) => set({ remind })}
        />
      </div>
      <SaveBar draft={draft} differences={() => []} />
    </form>
  )
}

/** The hours of "24, 1"; what is no number is left out. */
function hoursOf(text: string): number[] {
  return text
    .split(/[^0-9]+/)
    .filter(Boolean)
    .map(Number)
}

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const hours = Array.from({ length: 24 }, (_, hour) => hour)

function Presence({ plan }: { plan: Plan }) {
  const t = useTexts()
  const [cells, setCells] = useState(
    () => new Map(plan.presence.map((each) => [`${each.weekday} ${each.hour}`, each.experts])),
  )
  const save = useChange(() =>
    putPresencePlan({
      body: {
        version: plan.version,
        hours: [...cells].flatMap(([key, experts]) => {
          const [day = 1, hour = 0] = key.split(' ').map(Number)
          return experts > 0 ? [{ weekday: day, hour, experts }] : []
        }),
      },
    }),
  )
  const name = (day: number) => weekday(`2026-06-0${day}T12:00:00Z`, 'UTC')
  return (
    <section className={`card ${css.form}`}>
      <h2>{t('presence')}</h2>
      <p className="s soft">{t('presenceLead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('presence')}>
        <table className={css.grid}>
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">{t('hour')}</span>
              </th>
              {weekdays.map((day) => (
                <th key={day} scope="col">
                  {name(day).slice(0, 2)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour}>
                <th scope="row" className="fig">
                  {String(hour).padStart(2, '0')}
                </th>
                {weekdays.map((day) => (
                  <td key={day} data-kind="edit">
                    <input
                      className={`fig ${css.cell}`}
                      inputMode="numeric"
                      maxLength={2}
                      aria-label={t('presenceCell', { day: name(day), hour: `${hour}:00` })}
                      value={cells.get(`${day} ${hour}`) || ''}
                      onChange={(event) => {
                        const experts = Math.min(50, Number(event.currentTarget.value.replace(/\D/g, '')))
                        setCells(new Map(cells).set(`${day} ${hour}`, experts))
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Failed error={save.error} />
      <Acts>
        <div className="row">
          <button type="button" className="btn" disabled={save.isPending} onClick={() => save.mutate(undefined)}>
            {t('save')}
          </button>
        </div>
      </Acts>
    </section>
  )
}

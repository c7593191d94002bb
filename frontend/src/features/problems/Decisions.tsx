import { type FormEvent, useState } from 'react'
import { closeProblem, openProblem, planImprovement, reopenProblem } from '../../client'
import { AreaField, CheckField, SelectField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { type Problem, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

type Act = 'take' | 'dismiss' | 'plan' | 'giveUp' | 'reopen'
const causes = ['it', 'process', 'product', 'communication', 'knowledge'] as const

/** The steps that a problem can take as it stands. */
export function stepsOf({ state }: Pick<Problem, 'state'>): Act[] {
  if (state === 'candidate') return ['take', 'dismiss']
  if (state === 'closed') return ['reopen']
  return ['plan', 'giveUp']
}

/** Decisions is what staff do next about a problem. */
export function Decisions({ problem }: { problem: Problem }) {
  const t = useTexts()
  const [act, setAct] = useState<Act>()
  const { id, version } = problem
  const solve = useChange(() => closeProblem({ path: { id }, body: { outcome: 'solved', version } }))
  const done = () => setAct(undefined)
  return (
    <section className={`card ${styles.part}`} aria-label={t('decide')}>
      {act === undefined && (
        <div className={styles.acts}>
          {problem.state === 'measuring' && problem.effect?.verdict === 'fell' && (
            <button
              type="button"
              className="btn"
              aria-disabled={solve.isPending}
              onClick={() => solve.mutate(undefined)}
            >
              {t('solve')}
            </button>
          )}
          {stepsOf(problem).map((one, at) => (
            <button
              type="button"
              key={one}
              className={at === 0 && problem.effect?.verdict !== 'fell' ? 'btn' : 'btn second'}
              onClick={() => setAct(one)}
            >
              {t(one)}
            </button>
          ))}
        </div>
      )}
      {problem.state === 'measuring' && problem.effect?.verdict !== 'fell' && (
        <p className="xs quiet">{t('solveHint')}</p>
      )}
      <Refused error={solve.error} />
      {act === 'take' && <Take problem={problem} done={done} />}
      {act === 'plan' && <Plan problem={problem} done={done} />}
      {(act === 'dismiss' || act === 'giveUp' || act === 'reopen') && <Why problem={problem} act={act} done={done} />}
    </section>
  )
}

interface Props {
  problem: Problem
  done: () => void
}

function Buttons({ label, waits, done }: { label: string; waits: boolean; done: () => void }) {
  const t = useTexts()
  return (
    <div className={styles.acts}>
      <button type="submit" className="btn" aria-disabled={waits}>
        {label}
      </button>
      <button type="button" className="btn text" onClick={done}>
        {t('cancel')}
      </button>
    </div>
  )
}

function Take({ problem: { id, version, cause: known }, done }: Props) {
  const t = useTexts()
  const [cause, setCause] = useState<(typeof causes)[number]>(known ?? 'process')
  const take = useChange(() => openProblem({ path: { id }, body: { cause, version } }), done)
  return (
    <form className={styles.form} onSubmit={sends(() => take.isPending || take.mutate(undefined))}>
      <SelectField
        label={t('cause')}
        value={cause}
        onChange={setCause}
        options={causes.map((value) => ({ value, label: t(`cause_${value}`) }))}
      />
      <Refused error={take.error} />
      <Buttons label={t('take')} waits={take.isPending} done={done} />
    </form>
  )
}

function Plan({ problem: { id, version }, done }: Props) {
  const t = useTexts()
  const [what, setWhat] = useState('')
  const [hypothesis, setHypothesis] = useState('')
  const [on, setOn] = useState('')
  const [quickWin, setQuickWin] = useState(false)
  const plan = useChange(
    () => planImprovement({ path: { id }, body: { what, hypothesis, on, quickWin, version } }),
    done,
  )
  return (
    <form className={styles.form} onSubmit={sends(() => plan.isPending || plan.mutate(undefined))}>
      <AreaField label={t('what')} value={what} onChange={setWhat} maxLength={1000} rows={2} required />
      <AreaField
        label={t('hypothesis')}
        value={hypothesis}
        onChange={setHypothesis}
        maxLength={1000}
        rows={2}
        required
      />
      <TextField label={t('on')} type="date" value={on} onChange={setOn} required />
      <CheckField label={t('quickWin')} checked={quickWin} onChange={setQuickWin} />
      <Refused error={plan.error} />
      <Buttons label={t('planIt')} waits={plan.isPending} done={done} />
    </form>
  )
}

function Why({ problem: { id, version }, act, done }: Props & { act: 'dismiss' | 'giveUp' | 'reopen' }) {
  const t = useTexts()
  const [why, setWhy] = useState('')
  const send = useChange(
    () =>
      act === 'reopen'
        ? reopenProblem({ path: { id }, body: { why, version } })
        : closeProblem({
            path: { id },
            body: { outcome: act === 'dismiss' ? 'dismissed' : 'no_effect', why, version },
          }),
    done,
  )
  return (
    <form className={styles.form} onSubmit={sends(() => send.isPending || send.mutate(undefined))}>
      <AreaField label={t('why')} value={why} onChange={setWhy} maxLength={1000} rows={3} required />
      <Refused error={send.error} />
      <Buttons label={t(act)} waits={send.isPending} done={done} />
    </form>
  )
}

function sends(send: () => void) {
  return (event: FormEvent) => {
    event.preventDefault()
    send()
  }
}

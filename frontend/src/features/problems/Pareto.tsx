import { type FormEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { addProblem } from '../../client'
import { Acts } from '../../design/Acts'
import { Dialog } from '../../design/Dialog'
import { TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { number } from '../../i18n/format'
import { money, type Overview, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'
import { useReasonName } from './useReasons'

/** Pareto is what reasons cost in a month: a table whose bars are seen as well as read. */
export function Pareto({ overview }: { overview: Overview }) {
  const t = useTexts()
  const { reasons, otherCents } = overview
  const most = Math.max(1, ...reasons.map(({ priority }) => priority.monthCents))
  return (
    <section className={`card ${styles.part}`} aria-labelledby="pareto">
      <h2 id="pareto">{t('paretoTitle')}</h2>
      <p className="s soft">{t('paretoLead')}</p>
      {reasons.length === 0 ? (
        <p className="soft">{t('paretoNone')}</p>
      ) : (
        <div className={styles.scrolls}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('reason')}</th>
                <th scope="col">{t('contacts')}</th>
                <th scope="col">{t('cost')}</th>
                <th scope="col">{t('problem')}</th>
              </tr>
            </thead>
            <tbody>
              {reasons.map((one) => (
                <Cost key={one.reasonId} one={one} most={most} />
              ))}
              {otherCents > 0 && (
                <tr>
                  <th scope="row">{t('others')}</th>
                  <td />
                  <td className="fig">{money(otherCents)}</td>
                  <td />
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Cost({ one, most }: { one: Overview['reasons'][number]; most: number }) {
  const t = useTexts()
  const name = useReasonName(one.reasonId)
  const [naming, setNaming] = useState(false)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="fig">{number(one.priority.monthly)}</td>
      <td>
        <span className={styles.track} aria-hidden="true">
          <span className={styles.bar} style={{ inlineSize: `${(100 * one.priority.monthCents) / most}%` }} />
        </span>
        <b className="fig">{money(one.priority.monthCents)}</b>
      </td>
      <td>
        {one.problemId ? (
          <Link to={`/manage/problems/${one.problemId}`} aria-label={`${t('problem')}: ${name}`}>
            {t('problem')}
          </Link>
        ) : (
          <Acts>
            <button
              type="button"
              className="btn text small"
              aria-label={t('nameItOf', { reason: name })}
              onClick={() => setNaming(true)}
            >
              {t('nameIt')}
            </button>
          </Acts>
        )}
        {naming && <Name reasonId={one.reasonId} name={name} onClose={() => setNaming(false)} />}
      </td>
    </tr>
  )
}

function Name({ reasonId, name, onClose }: { reasonId: string; name: string; onClose: () => void }) {
  const t = useTexts()
  const go = useNavigate()
  const [title, setTitle] = useState('')
  const add = useChange(async () => {
    const { id } = await addProblem({ body: { reasonId, title } })
    await go(`/manage/problems/${id}`)
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate(undefined)
  }
  return (
    <Dialog title={t('nameItOf', { reason: name })} onClose={onClose}>
      <form className={styles.form} onSubmit={send}>
        <TextField label={t('problemTitle')} value={title} onChange={setTitle} maxLength={120} required />
        <Refused error={add.error} />
        <button type="submit" className="btn" aria-disabled={add.isPending}>
          {t('add')}
        </button>
      </form>
    </Dialog>
  )
}

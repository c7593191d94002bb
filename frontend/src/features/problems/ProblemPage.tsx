import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { Acts } from '../../design/Acts'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { dateName, number } from '../../i18n/format'
import { Arithmetic } from './Arithmetic'
import { money, type Problem, problemQuery } from './api'
import { Care } from './Care'
import { Decisions } from './Decisions'
import { EffectChart } from './EffectChart'
import { Evidence } from './Evidence'
import { useTexts } from './i18n'
import styles from './problems.module.css'
import { Tell } from './Tell'
import { useReasonName } from './useReasons'

/** ProblemPage is one problem: what shows it, what it costs, who sees to it, and what a change did. */
export function ProblemPage() {
  const problem = useQuery(problemQuery(useParams()['id'] ?? ''))
  return <PageState queries={[problem]}>{problem.data && <Loaded problem={problem.data} />}</PageState>
}

function Loaded({ problem }: { problem: Problem }) {
  const t = useTexts()
  const reason = useReasonName(problem.reasonId)
  const why = problem.why ?? ''
  const bySystem = why === 'contacts_came_back' || why === 'spike_after_solved'
  return (
    <ManagePage
      title={problem.title}
      lead={[reason, problem.productName, t(`origin_${problem.origin}`)].filter(Boolean).join(' · ')}
    >
      <p>
        <Link to="/manage/problems" className="s strong back">
          <Icon name="back" directed /> {t('back')}
        </Link>
      </p>
      <div className={styles.tags}>
        <span className={`tag ${problem.outcome === 'solved' ? 'ok' : 'accent'}`}>
          {problem.outcome ? t(`outcome_${problem.outcome}`) : t(`state_${problem.state}`)}
        </span>
        {problem.quickWin && <span className="tag">{t('quickWin')}</span>}
        {problem.alarms.map((alarm) => (
          <span key={alarm} className="tag danger">
            {t(`alarm_${alarm}`)}
          </span>
        ))}
      </div>
      {why && <p className="soft">{bySystem ? t(`why_${why}`) : t('whyText', { why })}</p>}
      {problem.result && (
        <p>
          {t('result', {
            contacts: number(problem.result.contactsMonth),
            money: money(problem.result.centsMonth),
          })}
        </p>
      )}
      <div className={styles.columns}>
        <div>
          <EffectChart problem={problem} />
          <Evidence problem={problem} />
        </div>
        <div>
          <Acts>
            <Decisions problem={problem} />
          </Acts>
          <Care problem={problem} />
          <Changes problem={problem} />
          <Arithmetic priority={problem.priority} />
          {problem.outcome === 'solved' && <Tell problem={problem} />}
        </div>
      </div>
    </ManagePage>
  )
}

function Changes({ problem }: { problem: Problem }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.part}`} aria-labelledby="changes">
      <h2 id="changes">{t('changes')}</h2>
      {problem.improvements.length === 0 && <p className="s soft">{t('changesNone')}</p>}
      <ol className={styles.plain}>
        {problem.improvements.map((one) => (
          <li key={one.no}>
            <b>{one.what}</b> <span className="tag">{dateName(one.on)}</span>
            <p className="s soft">{one.hypothesis}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}

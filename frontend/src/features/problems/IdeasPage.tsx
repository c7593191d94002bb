import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSession } from '../../app/session'
import { decideIdea, postIdea, voteForIdea } from '../../client'
import { Acts } from '../../design/Acts'
import { Dialog } from '../../design/Dialog'
import { EmptyState } from '../../design/EmptyState'
import { AreaField, SelectField, TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { type Idea, ideasQuery, signalsQuery, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'
import { useReasonOptions } from './useReasons'

/** IdeasPage is the idea box: what experts and staff would do better, by its votes, with the brand's answer. */
export function IdeasPage() {
  const t = useTexts()
  const ideas = useQuery(ideasQuery)
  const session = useSession()
  const role = session.status === 'signedIn' ? session.actor.role : undefined
  const [posting, setPosting] = useState(false)
  const all = ideas.data ?? []
  return (
    <ManagePage
      title={t('ideas')}
      lead={t('ideasLead')}
      action={
        <Acts>
          <button type="button" className="btn" onClick={() => setPosting(true)}>
            {t('post')}
          </button>
        </Acts>
      }
    >
      <PageState queries={[ideas]} part>
        {all.length === 0 ? (
          <section className="card">
            <EmptyState title={t('ideasNoneTitle')}>{t('ideasNone')}</EmptyState>
          </section>
        ) : (
          <ol className={`card ${styles.list}`} aria-label={t('ideas')}>
            {all.map((one) => (
              <Row key={one.id} one={one} decides={role === 'manager' || role === 'admin'} />
            ))}
          </ol>
        )}
      </PageState>
      {role === 'expert' && <Signals />}
      {posting && <Post onClose={() => setPosting(false)} />}
    </ManagePage>
  )
}

function Row({ one, decides }: { one: Idea; decides: boolean }) {
  const t = useTexts()
  const [deciding, setDeciding] = useState(false)
  const open = one.state === 'new' || one.state === 'considered'
  const vote = useChange((wanted: boolean) => voteForIdea({ path: { id: one.id }, body: { vote: wanted } }))
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <h2 className={styles.name}>{one.title}</h2>
        <p className="s">{one.text}</p>
        <p className="xs quiet">{one.mine ? t('mine') : t('by', { name: one.author })}</p>
        {one.answer && <p className="s soft">{t('answerText', { text: one.answer })}</p>}
        <Refused error={vote.error} />
      </div>
      <div className={styles.tags}>
        <span className={`tag ${one.state === 'adopted' ? 'ok' : open ? 'accent' : ''}`}>{t(`idea_${one.state}`)}</span>
      </div>
      <div className={styles.cost}>
        <b className="s">{t('votes', { count: one.votes })}</b>
        <Acts>
          {open && !one.mine && (
            <button
              type="button"
              className={one.voted ? 'btn small' : 'btn second small'}
              aria-pressed={one.voted}
              aria-label={t('voteFor', { title: one.title })}
              onClick={() => vote.isPending || vote.mutate(!one.voted)}
            >
              <Icon name="up" size={16} />
            </button>
          )}
          {open && decides && (
            <button
              type="button"
              className="btn text small"
              aria-label={t('decideOf', { title: one.title })}
              onClick={() => setDeciding(true)}
            >
              {t('decide')}
            </button>
          )}
        </Acts>
      </div>
      {deciding && <Decide one={one} onClose={() => setDeciding(false)} />}
    </li>
  )
}

function Post({ onClose }: { onClose: () => void }) {
  const t = useTexts()
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const post = useChange(() => postIdea({ body: { title, text } }), onClose)
  return (
    <Dialog title={t('post')} onClose={onClose}>
      <form className={styles.form} onSubmit={sends(() => post.isPending || post.mutate(undefined))}>
        <TextField label={t('ideaTitle')} value={title} onChange={setTitle} maxLength={120} required />
        <AreaField label={t('ideaText')} value={text} onChange={setText} maxLength={1000} rows={4} required />
        <Refused error={post.error} />
        <button type="submit" className="btn" aria-disabled={post.isPending}>
          {t('post')}
        </button>
      </form>
    </Dialog>
  )
}

function Decide({ one, onClose }: { one: Idea; onClose: () => void }) {
  const t = useTexts()
  const states = (['considered', 'adopted', 'declined'] as const).filter((state) => state !== one.state)
  const [state, setState] = useState<(typeof states)[number]>(states[0] ?? 'adopted')
  const [answer, setAnswer] = useState('')
  const [reasonId, setReason] = useState('')
  const reasons = useReasonOptions()
  const decide = useChange(
    () =>
      decideIdea({
        path: { id: one.id },
        body: { state, answer, ...(state === 'adopted' ? { reasonId } : {}), version: one.version },
      }),
    onClose,
  )
  return (
    <Dialog title={t('decideOf', { title: one.title })} onClose={onClose}>
      <form className={styles.form} onSubmit={sends(() => decide.isPending || decide.mutate(undefined))}>
        <SelectField
          label={t('become')}
          value={state}
          onChange={setState}
          options={states.map((value) => ({ value, label: t(`idea_${value}`) }))}
        />
        {state === 'adopted' && (
          <SelectField
            label={t('about')}
            value={reasonId}
            onChange={setReason}
            options={[{ value: '', label: t('choose') }, ...reasons]}
            required
          />
        )}
        <AreaField
          label={t('answer')}
          value={answer}
          onChange={setAnswer}
          maxLength={1000}
          rows={3}
          required={state === 'declined'}
        />
        <Refused error={decide.error} />
        <button type="submit" className="btn" aria-disabled={decide.isPending}>
          {t('decide')}
        </button>
      </form>
    </Dialog>
  )
}

/** Signals is what became of the problems that an expert reported. */
function Signals() {
  const t = useTexts()
  const signals = useQuery(signalsQuery)
  if (!signals.data || signals.data.length === 0) return null
  return (
    <section className={`card ${styles.part}`} aria-labelledby="signals">
      <h2 id="signals">{t('mySignals')}</h2>
      <ul className={styles.plain}>
        {signals.data.map((one) => (
          <li key={one.sentAt}>
            <b>{one.title}</b>{' '}
            <span className="tag">{one.outcome ? t(`outcome_${one.outcome}`) : t(`state_${one.state}`)}</span>
            <p className="s soft">
              {one.text} {one.first && t('firstReporter')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function sends(send: () => void) {
  return (event: FormEvent) => {
    event.preventDefault()
    send()
  }
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { useActor } from '../../../app/session'
import { disputeRound } from '../../../client'
import { Bird } from '../../../design/Bird'
import { AreaField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { PageState } from '../../../design/PageState'
import { Refused } from '../../../design/Refused'
import { day, number } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { type PastRound, type RoundResult, roundQuery } from './api'
import { useTexts } from './i18n'
import { Goal, PrizeList, roundName } from './LeaguePage'
import css from './league.module.css'

/** A round that is over: its result, what one may say about it, and what was published. */
export function RoundPage() {
  const { id = '' } = useParams()
  const round = useQuery(roundQuery(id))
  return <PageState queries={[round]}>{round.data && <Result result={round.data} />}</PageState>
}

function Result({ result }: { result: RoundResult }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const staff = useActor().role !== 'expert'
  const { round } = result
  return (
    <main className="page">
      <p>
        <Link to={staff ? '/manage/league' : '/league'} className="s strong">
          <Icon name="back" directed /> {t('back')}
        </Link>
      </p>
      <header className={css.head}>
        <div>
          <h1>{roundName(t, round)}</h1>
          <p className="soft">
            {day(round.startsAt, timeZone)} – {day(round.endsAt, timeZone)}{' '}
            <span className="tag">{t(round.state)}</span>
          </p>
        </div>
      </header>
      <div className={css.split}>
        <Table result={result} />
        <div className={css.side}>
          {round.state === 'closing' && <Closing round={round} timeZone={timeZone} />}
          {round.dispute && round.state === 'final' && <Said round={round} timeZone={timeZone} />}
          <Goal goal={result.goal} over={round.state === 'final'} />
          {result.prizes.length > 0 && (
            <section className={`card ${css.card}`}>
              <h2>{t('prizes')}</h2>
              <PrizeList prizes={result.prizes} />
            </section>
          )}
          {round.hash && result.document && <Published document={result.document} hash={round.hash} />}
        </div>
      </div>
    </main>
  )
}

function Table({ result }: { result: RoundResult }) {
  const t = useTexts()
  const leagues = result.rows.some((row) => row.leaguePlace)
  return (
    <section className={`card ${css.card}`} aria-labelledby="result">
      <h2 id="result">{t(result.round.state === 'final' ? 'result' : 'provisional')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={css.scroll} aria-label={t('resultRows')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('place')}</th>
              <th scope="col">{t('name')}</th>
              {leagues && <th scope="col">{t('leaguePlace')}</th>}
              <th scope="col">{t('score')}</th>
            </tr>
          </thead>
          <tbody>
            {result.rows.map((row) => (
              <tr key={row.alias} className={row.me ? css.own : undefined}>
                <td className="fig">{row.place}</td>
                <th scope="row">
                  <Bird number={row.bird} size={24} /> {row.me ? t('you') : row.name || row.alias}
                </th>
                {leagues && <td className="fig">{row.leaguePlace ? `${row.division}: ${row.leaguePlace}` : '–'}</td>}
                <td className="fig">{number(row.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function Closing({ round, timeZone }: { round: PastRound; timeZone: string | undefined }) {
  const t = useTexts()
  const expert = useActor().role === 'expert'
  return (
    <section className={`card ${css.card}`} aria-labelledby="closing">
      <h2 id="closing">{t('closingUntil', { date: day(round.finalAt, timeZone) })}</h2>
      <p className="s soft">{t('closingText')}</p>
      {round.dispute && <Words round={round} timeZone={timeZone} />}
      {expert && round.disputable && <Dispute round={round} />}
      {expert && !round.disputable && !round.dispute && (
        <p className="s">{t('disputeFrom', { date: day(round.disputeAt, timeZone) })}</p>
      )}
    </section>
  )
}

function Said({ round, timeZone }: { round: PastRound; timeZone: string | undefined }) {
  return (
    <section className={`card ${css.card}`}>
      <Words round={round} timeZone={timeZone} />
    </section>
  )
}

/** What was said, and what somebody answered. */
function Words({ round: { dispute }, timeZone }: { round: PastRound; timeZone: string | undefined }) {
  const t = useTexts()
  if (!dispute) return null
  if (dispute.state === 'open') {
    return <p role="status">{t('disputeOpen', { date: day(dispute.raisedAt, timeZone), text: dispute.text })}</p>
  }
  return (
    <div>
      <p className="soft">“{dispute.text}”</p>
      <p>
        <b>{t(dispute.state === 'upheld' ? 'disputeUpheld' : 'disputeDenied')}</b> {dispute.answer}
      </p>
    </div>
  )
}

function Dispute({ round }: { round: PastRound }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () => disputeRound({ path: { id: round.id }, body: { text } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['rounds'] }),
  })
  if (!open) {
    return (
      <div>
        <button type="button" className="btn second small" onClick={() => setOpen(true)}>
          {t('dispute')}
        </button>
      </div>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && !send.isPending) send.mutate()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <AreaField
        label={t('disputeText')}
        hint={t('disputeLead')}
        value={text}
        onChange={setText}
        maxLength={1000}
        required
      />
      <Refused error={send.error} />
      <div className="row">
        <button type="submit" className="btn small" aria-disabled={send.isPending}>
          {t('disputeSend')}
        </button>
        <button type="button" className="btn second small" onClick={() => setOpen(false)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The published text; the browser counts its SHA-256 again. */
function Published({ document, hash }: { document: string; hash: string }) {
  const t = useTexts()
  const [fits, setFits] = useState<boolean>()
  useEffect(() => {
    if (crypto.subtle) void sha256(document).then((own) => setFits(own === hash))
  }, [document, hash])
  return (
    <section className={`card ${css.card}`} aria-labelledby="published">
      <h2 id="published">{t('published')}</h2>
      <p className="s soft">{t('publishedText')}</p>
      <code className={css.code}>{hash}</code>
      {fits !== undefined && (
        <p role="status" className={css.verdict}>
          <Icon name={fits ? 'check' : 'cross'} /> <b>{t(fits ? 'hashFits' : 'hashWrong')}</b>
        </p>
      )}
      <details>
        <summary>{t('showDocument')}</summary>
        <code className={css.code}>{document}</code>
      </details>
    </section>
  )
}

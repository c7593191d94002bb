import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { decideDispute, handOverPrize, removePrize } from '../../../client'
import { Acts } from '../../../design/Acts'
import { AreaField, SelectField } from '../../../design/fields'
import { ManagePage } from '../../../design/ManagePage'
import { PageState } from '../../../design/PageState'
import { Refused } from '../../../design/Refused'
import { day } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { type Dispute, disputesQuery, type League, leagueQuery, roundsQuery, type Win, winsQuery } from './api'
import { GoalForm, PrizeForm } from './forms'
import { useTexts } from './i18n'
import { Goal, leagueName, PrizeList, Rows, roundName } from './LeaguePage'
import css from './league.module.css'

/** Goals, prizes, disputes and what was won, for the team. */
export function ManageLeague() {
  const t = useTexts()
  const [picked, setPicked] = useState('')
  const league = useQuery(leagueQuery(picked))
  return (
    <ManagePage title={t('manageTitle')} lead={`${t('manageLead')} ${t('manageNote')}`}>
      <PageState queries={[league]} part>
        {league.data && (
          <div className={css.split}>
            <div className={css.side}>
              <Disputes />
              <Board league={league.data} picked={picked} onPick={setPicked} />
              <Past season={league.data.season.id} />
            </div>
            <div className={css.side}>
              <GoalCard league={league.data} />
              <PrizeCard league={league.data} />
              <ToHand />
            </div>
          </div>
        )}
      </PageState>
    </ManagePage>
  )
}

function Board({ league, picked, onPick }: { league: League; picked: string; onPick: (id: string) => void }) {
  const t = useTexts()
  const options = league.leagues.map((one) => ({ value: one.id, label: leagueName(t, one) }))
  return (
    <section className={`card ${css.card}`} aria-label={t('leagues')}>
      {options.length > 0 && (
        <SelectField
          label={t('leagues')}
          value={picked}
          onChange={onPick}
          options={[{ value: '', label: t('board') }, ...options]}
        />
      )}
      {options.length === 0 && <h2>{t('board')}</h2>}
      <Rows rows={league.rows} />
    </section>
  )
}

function Past({ season }: { season: string }) {
  const t = useTexts()
  const rounds = useQuery(roundsQuery)
  return (
    <section className={`card ${css.card}`} aria-labelledby="rounds">
      <div className={css.line}>
        <h2 id="rounds">{t('rounds')}</h2>
        <Link to={`/league/race/${season}`}>{t('raceWatch')}</Link>
      </div>
      {rounds.data?.length === 0 && <p className="s soft">{t('roundsNone')}</p>}
      <ul className={css.list}>
        {rounds.data?.map((round) => (
          <li key={round.id}>
            <Link to={`/league/rounds/${round.id}`}>{roundName(t, round)}</Link>
            <span className="tag">{t(round.state)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Disputes() {
  const t = useTexts()
  const disputes = useQuery(disputesQuery)
  return (
    <section className={`card ${css.card}`} aria-labelledby="disputes">
      <h2 id="disputes">{t('disputes')}</h2>
      {disputes.data?.length === 0 && <p className="s soft">{t('disputesNone')}</p>}
      {disputes.data?.map((dispute) => (
        <OneDispute key={dispute.id} dispute={dispute} />
      ))}
    </section>
  )
}

function OneDispute({ dispute }: { dispute: Dispute }) {
  const t = useTexts()
  const cache = useQueryClient()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const [answer, setAnswer] = useState('')
  const decide = useMutation({
    mutationFn: (upheld: boolean) => decideDispute({ path: { id: dispute.id }, body: { upheld, answer } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['disputes'] }),
  })
  const may = answer.trim() !== '' && !decide.isPending
  return (
    <article className={css.dispute}>
      <p className="s soft">
        {t('disputeBy', { name: dispute.name ?? '', round: dispute.round, date: day(dispute.raisedAt, timeZone) })}
        {dispute.state === 'open' && ` · ${t('disputeAnswerBy', { date: day(dispute.answerBy, timeZone) })}`}
      </p>
      <p>“{dispute.text}”</p>
      {dispute.state === 'open' ? (
        <Acts>
          <AreaField label={t('answer')} hint={t('upholdHint')} value={answer} onChange={setAnswer} maxLength={1000} />
          <Refused error={decide.error} />
          <div className="row">
            <button type="button" className="btn small" aria-disabled={!may} onClick={() => may && decide.mutate(true)}>
              {t('uphold')}
            </button>
            <button
              type="button"
              className="btn second small"
              aria-disabled={!may}
              onClick={() => may && decide.mutate(false)}
            >
              {t('deny')}
            </button>
          </div>
        </Acts>
      ) : (
        <p>
          <b>{t(dispute.state === 'upheld' ? 'uphold' : 'deny')}.</b> {dispute.answer}
        </p>
      )}
    </article>
  )
}

function GoalCard({ league }: { league: League }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Goal goal={league.goal} />
      {!league.goal && (
        <section className={`card ${css.card}`}>
          <h2>{t('goal')}</h2>
          <p className="s soft">{t('goalNone')}</p>
        </section>
      )}
      <Acts>
        <div>
          <button type="button" className="btn second small" onClick={() => setOpen(true)}>
            {t(league.goal ? 'changeGoal' : 'setGoal')}
          </button>
        </div>
      </Acts>
      {open && <GoalForm league={league} onClose={() => setOpen(false)} />}
    </>
  )
}

function PrizeCard({ league }: { league: League }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const remove = useMutation({
    mutationFn: (id: string) => removePrize({ path: { id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['board', 'league'] }),
  })
  return (
    <section className={`card ${css.card}`} aria-labelledby="prizes">
      <h2 id="prizes">{t('prizes')}</h2>
      {league.prizes.length === 0 && <p className="s soft">{t('prizesNone')}</p>}
      <PrizeList
        prizes={league.prizes}
        act={(id) => (
          <Acts>
            <button
              type="button"
              className="btn second small"
              aria-label={t('removePrizeOf', { what: league.prizes.find((one) => one.id === id)?.what ?? '' })}
              onClick={() => remove.mutate(id)}
            >
              {t('removePrize')}
            </button>
          </Acts>
        )}
      />
      <Refused error={remove.error} />
      <Acts>
        <div>
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            {t('addPrize')}
          </button>
        </div>
      </Acts>
      {open && <PrizeForm league={league} onClose={() => setOpen(false)} />}
    </section>
  )
}

function ToHand() {
  const t = useTexts()
  const wins = useQuery(winsQuery)
  return (
    <section className={`card ${css.card}`} aria-labelledby="toHand">
      <h2 id="toHand">{t('toHand')}</h2>
      {wins.data?.length === 0 && <p className="s soft">{t('toHandNone')}</p>}
      <ul className={css.list}>
        {wins.data?.map((win) => (
          <OneWin key={win.id} win={win} />
        ))}
      </ul>
    </section>
  )
}

function OneWin({ win }: { win: Win }) {
  const t = useTexts()
  const cache = useQueryClient()
  const name = win.name ?? ''
  const hand = useMutation({
    mutationFn: () => handOverPrize({ path: { id: win.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['wins'] }),
  })
  return (
    <li>
      <b>
        {win.among > 1 && !win.early
          ? t('wonPart', { what: win.what, pieces: win.pieces, among: win.among })
          : win.what}
      </b>
      <span className="s soft">{t('toHandOf', { name, place: win.place, where: win.where })}</span>
      <Acts>
        <button
          type="button"
          className="btn second small"
          aria-label={t('handedOf', { what: win.what, name })}
          onClick={() => hand.mutate()}
        >
          {t('handed')}
        </button>
      </Acts>
      <Refused error={hand.error} />
    </li>
  )
}

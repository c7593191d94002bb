import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type RuleReplay, replayRules } from '../../client'
import { SelectField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { dayAndYear, number, signed } from '../../i18n/format'
import type { Draft, RuleBook } from './api'
import { useTexts } from './i18n'
import styles from './rules.module.css'

/** A season played again under the draft: what it would have meant for each expert. */
export function Replay({ book, draft, writes }: { book: RuleBook; draft: Draft; writes: boolean }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [season, setSeason] = useState(book.seasons[0]?.id ?? '')
  const play = useMutation({
    mutationFn: () => replayRules({ body: { season } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['ruleBook'] }),
  })
  const played = play.data?.version === draft.version ? play.data : undefined
  const kept = draft.replays[0]
  return (
    <div className={styles.replay}>
      <h3>{t('replay')}</h3>
      <p className="s soft">{t('replayLead')}</p>
      {writes && (
        <div className={styles.play}>
          <SelectField
            label={t('replaySeason')}
            value={season}
            onChange={setSeason}
            options={book.seasons.map((one) => ({ value: one.id, label: one.name }))}
          />
          <button type="button" className="btn second" aria-disabled={play.isPending} onClick={() => play.mutate()}>
            {t('replayRun')}
          </button>
        </div>
      )}
      <Refused error={play.error} />
      <div role="status">
        {played ? (
          <Outcome season={played.season} changed={played.changed} before={played.before} after={played.after} />
        ) : (
          kept && <Outcome season={kept.season} changed={kept.changed} before={kept.before} after={kept.after} />
        )}
      </div>
      {kept && <p className="s quiet">{t('replayKept', { name: kept.by, date: dayAndYear(kept.at) })}</p>}
      {played && <Table replay={played} />}
    </div>
  )
}

type OutcomeProps = { season: string; changed: number; before: number; after: number }

function Outcome({ season, changed, before, after }: OutcomeProps) {
  const t = useTexts()
  if (changed === 0) return <p>{t('replayNone', { season })}</p>
  return <p>{t('replaySome', { season, count: changed, before: number(before), after: number(after) })}</p>
}

function Table({ replay }: { replay: RuleReplay }) {
  const t = useTexts()
  const arrow = (before: number, after: number) =>
    before === after ? number(before) : `${number(before)} → ${number(after)}`
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('expert')}</th>
            <th scope="col">{t('points')}</th>
            <th scope="col">{t('difference')}</th>
            <th scope="col">{t('place')}</th>
          </tr>
        </thead>
        <tbody>
          {replay.experts.slice(0, 100).map((one) => (
            <tr key={one.expertId}>
              <th scope="row">{one.name}</th>
              <td className="fig">{arrow(one.before.points, one.after.points)}</td>
              <td className="fig">{signed(one.after.points - one.before.points)}</td>
              <td className="fig">{arrow(one.before.place, one.after.place)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

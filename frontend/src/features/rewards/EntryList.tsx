import { Link } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { PointsChip } from '../../design/PointsChip'
import { day } from '../../i18n/format'
import { lackOf, useBaseWords, useKindName } from '../../points/awardWords'
import { titleOf } from './arithmetic'
import { type Entry, type Filter, filters } from './entries'
import styles from './entries.module.css'
import { useTexts } from './i18n'
import type { Award, PointsTransfer } from './types'

interface Props {
  entries: Entry[]
  picked: string | undefined
  timeZone: string
  onPick: (id: string) => void
  filter: Filter
  onFilter: (to: Filter) => void
  /** The entries of this filter are on their way. */
  waiting: boolean
  more?: () => void
  busy: boolean
}

/** Every entry, newest first; the picked one is shown with its sum. */
export function EntryList({ entries, picked, timeZone, onPick, filter, onFilter, waiting, more, busy }: Props) {
  const t = useTexts()
  return (
    <section className={`card ${styles.card}`}>
      <div className="row between">
        <h2>{t('entriesTitle')}</h2>
        {entries.length > 0 && <span className="s quiet">{t('entriesNewest')}</span>}
        <Link className="s" to="/season/points">
          {t('entriesByMonth')}
        </Link>
      </div>
      {(entries.length > 0 || filter !== 'all') && <FilterChips filter={filter} onFilter={onFilter} />}
      {entries.length === 0 ? (
        <Nothing filter={filter} waiting={waiting} />
      ) : (
        <ul className={styles.list}>
          {entries.map((entry) => (
            <li key={entry.id}>
              <Row entry={entry} on={entry.id === picked} timeZone={timeZone} onPick={onPick} />
            </li>
          ))}
        </ul>
      )}
      {more && (
        <button type="button" className="btn second small" onClick={more} disabled={busy} aria-busy={busy}>
          {t('entriesMore')}
        </button>
      )}
    </section>
  )
}

function FilterChips({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const t = useTexts()
  const names: Record<Filter, string> = {
    all: t('filterAll'),
    conversations: t('filterConversations'),
    firstTimeRight: t('filterRight'),
    handOvers: t('filterHandOvers'),
    shifts: t('filterShifts'),
    followUps: t('filterFollowUps'),
    rewards: t('filterRewards'),
  }
  return (
    <fieldset className={styles.filter}>
      <legend className="hidden">{t('entriesFilter')}</legend>
      {filters.map((each) => (
        <label key={each}>
          <input type="radio" name="entries" checked={each === filter} onChange={() => onFilter(each)} />
          {names[each]}
        </label>
      ))}
    </fieldset>
  )
}

function Row({ entry, on, timeZone, onPick }: { entry: Entry; on: boolean } & Pick<Props, 'timeZone' | 'onPick'>) {
  const words = useEntryWords(entry)
  const when = <span className="fig quiet">{day(entry.at, timeZone)}</span>
  const what = (
    <span className={styles.what}>
      <b className="strong">{words.title}</b> <span className="s soft">{words.note}</span>
    </span>
  )
  if (entry.kind === 'transfer') {
    return (
      <span className={styles.row}>
        {when}
        {what}
        <PointsChip points={entry.transfer.amount} />
        <span />
      </span>
    )
  }
  const pending = entry.award.state === 'pending'
  return (
    <button
      type="button"
      className={on ? `${styles.row} ${styles.on}` : styles.row}
      aria-pressed={on}
      onClick={() => onPick(entry.id)}
    >
      {when}
      {what}
      {(pending ? entry.award.pendingPoints : entry.award.points) === 0 ? (
        <span className={`fig quiet ${styles.zero}`}>0</span>
      ) : (
        <PointsChip points={pending ? entry.award.pendingPoints : entry.award.points} pending={pending} />
      )}
      <span className="quiet">
        <Icon name="forward" directed />
      </span>
    </button>
  )
}

function useEntryWords(entry: Entry): { title: string; note: string } {
  const t = useTexts()
  const kindName = useKindName()
  const baseWords = useBaseWords()
  const ownNote = (award: Award) => (award.kind === 'conversation' ? awardNote(t, award) : kindName(award.kind))
  if (entry.kind === 'award') {
    const { award } = entry
    return {
      title: titleOf(award) || kindName(award.kind),
      note: nothing(award) ? baseWords(award.arithmetic.steps[0]?.detail ?? '') : ownNote(award),
    }
  }
  const { kind, title } = entry.transfer
  return { title: title || t(isReward(kind) ? 'entriesReward' : 'entriesPoints'), note: transferNote(t, kind) }
}

/** Whether the fact is worth nothing whatever the rating, so that the reason is what to tell. */
function nothing(award: Award): boolean {
  return lackOf(award.arithmetic.steps[0]?.detail ?? '') !== ''
}

function awardNote(t: ReturnType<typeof useTexts>, award: Award): string {
  if (award.stars !== undefined) return t('stars', { count: award.stars })
  return award.state === 'pending' ? t('entriesWaits') : t('entriesUnrated')
}

function isReward(kind: PointsTransfer['kind']): boolean {
  return kind === 'reserve' || kind === 'return' || kind === 'spend'
}

function transferNote(t: ReturnType<typeof useTexts>, kind: PointsTransfer['kind']): string {
  switch (kind) {
    case 'reserve':
      return t('entriesReserve')
    case 'return':
      return t('entriesReturn')
    case 'reversal':
      return t('entriesReversal')
    case 'expire':
      return t('entriesExpire')
    default:
      return t('entriesAdjust')
  }
}

function Nothing({ filter, waiting }: Pick<Props, 'filter' | 'waiting'>) {
  const t = useTexts()
  if (filter !== 'all')
    return (
      <p className="s soft" role="status">
        {waiting ? '' : t('filterNothing')}
      </p>
    )
  return (
    <EmptyState
      title={t('entriesEmptyTitle')}
      action={
        <Link className="btn second small" to="/work">
          {t('entriesGo')}
        </Link>
      }
    >
      {t('entriesEmpty')}
    </EmptyState>
  )
}

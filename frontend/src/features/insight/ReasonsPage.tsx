import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import { changeContactReason } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { CheckField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useLanguage } from '../../i18n'
import { staffReasonsQuery } from './api'
import { useTexts } from './i18n'
import { Learning } from './Learning'
import styles from './reasons.module.css'
import { type Branch, type Move, moveBy, treeOf } from './tree'
import { type ContactReason, nameIn } from './types'

/** Why customers write, in two levels. */
export function ReasonsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('reasonsTitle')}
      lead={t('reasonsLead')}
      action={
        <Acts>
          <Link className="btn" to="/manage/reasons/new">
            {t('groupNew')}
          </Link>
        </Acts>
      }
    >
      <ListDetail list={<Tree />} detail={detail} hint={<Learning />} backTo="/manage/reasons" />
    </ManagePage>
  )
}

function Tree() {
  const t = useTexts()
  const reasons = useQuery(staffReasonsQuery)
  const [archived, setArchived] = useState(false)
  const items = reasons.data ?? []
  const shown = treeOf(archived ? items : items.filter((reason) => !reason.archived))
  const move = useMove()
  return (
    <section className={`card ${list.card}`} aria-label={t('reasonsTitle')}>
      <PageState queries={[reasons]} part>
        {shown.length === 0 && <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
        {shown.map((branch, index) => (
          <Group
            key={branch.reason.id}
            branch={branch}
            sisters={shown.map((other) => other.reason)}
            place={index}
            move={move}
          />
        ))}
        {items.some((reason) => reason.archived) && (
          <div className={styles.archived}>
            <CheckField label={t('showArchived')} checked={archived} onChange={setArchived} />
          </div>
        )}
      </PageState>
    </section>
  )
}

/** Stores a move, one reason after the other, and reads the tree again whatever came of it. */
function useMove() {
  const cache = useQueryClient()
  const store = useMutation({
    mutationFn: async (moves: Move[]) => {
      for (const { id, position, version } of moves) {
        await changeContactReason({ path: { id }, body: { position, version } })
      }
    },
    onMutate: (moves) => {
      const places = new Map(moves.map((move) => [move.id, move.position]))
      cache.setQueryData(staffReasonsQuery.queryKey, (reasons) =>
        reasons?.map((reason) => ({ ...reason, position: places.get(reason.id) ?? reason.position })),
      )
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['contactReasons'] }),
  })
  return (sisters: ContactReason[], id: string, step: -1 | 1) => {
    const moves = moveBy(sisters, id, step)
    if (moves.length > 0 && !store.isPending) store.mutate(moves)
  }
}

type MoveIt = ReturnType<typeof useMove>

function Group({
  branch,
  sisters,
  place,
  move,
}: {
  branch: Branch
  sisters: ContactReason[]
  place: number
  move: MoveIt
}) {
  const t = useTexts()
  const group = nameIn(branch.reason, useLanguage())
  return (
    <div className={styles.group}>
      <Row reason={branch.reason} sisters={sisters} place={place} move={move} heading />
      <ul className={styles.children}>
        {branch.children.map((child, index) => (
          <li key={child.id}>
            <Row reason={child} sisters={branch.children} place={index} move={move} />
          </li>
        ))}
      </ul>
      <Link
        className={`btn text small ${styles.add}`}
        to={`/manage/reasons/new?group=${branch.reason.id}`}
        aria-label={t('reasonNewIn', { group })}
      >
        <Icon name="plus" size={16} /> {t('reasonNew')}
      </Link>
    </div>
  )
}

interface RowProps {
  reason: ContactReason
  sisters: ContactReason[]
  place: number
  move: MoveIt
  heading?: boolean
}

function Row({ reason, sisters, place, move, heading }: RowProps) {
  const t = useTexts()
  const name = nameIn(reason, useLanguage())
  const difficulties = [t('difficulty1'), t('difficulty2'), t('difficulty3')]
  return (
    <div className={styles.row}>
      <NavLink to={`/manage/reasons/${reason.id}`} className={styles.link}>
        <span className={heading ? styles.heading : undefined}>{name}</span>
        <span className={styles.tags}>
          {!heading && <span className="s quiet">{difficulties[reason.difficulty - 1]}</span>}
          {reason.complaint && <span className="tag">{t('complaint')}</span>}
          {reason.staffTopic && <span className="tag">{t('forTeam')}</span>}
          {!reason.controllable && <span className="tag">{t('uncontrollable')}</span>}
          {reason.archived && <span className="tag">{t('archived')}</span>}
        </span>
      </NavLink>
      <span className={styles.moves}>
        <button
          type="button"
          aria-label={t('up', { name })}
          aria-disabled={place === 0}
          onClick={() => move(sisters, reason.id, -1)}
        >
          <Icon name="up" size={16} />
        </button>
        <button
          type="button"
          aria-label={t('down', { name })}
          aria-disabled={place === sisters.length - 1}
          onClick={() => move(sisters, reason.id, 1)}
        >
          <Icon name="down" size={16} />
        </button>
      </span>
    </div>
  )
}

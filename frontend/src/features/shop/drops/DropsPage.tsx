import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet, useParams } from 'react-router'
import { useActor } from '../../../app/session'
import { announceDrop, cancelDrop } from '../../../client'
import { EmptyState } from '../../../design/EmptyState'
import { AreaField } from '../../../design/fields'
import { ListDetail, ManagePage } from '../../../design/ManagePage'
import list from '../../../design/manage.module.css'
import { Gone, PageState } from '../../../design/PageState'
import { RewardPicture } from '../../../design/RewardPicture'
import { number } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import styles from '../manage.module.css'
import { type Drop, dropsQuery } from './api'
import { moment } from './Drops'
import css from './drops.module.css'
import { useTexts } from './i18n'
import { Said } from './Part'

/** Drops as staff plan and watch them. */
export function DropsPage() {
  const t = useTexts()
  const detail = useOutlet()
  const reads = useActor().role === 'auditor'
  return (
    <ManagePage
      title={t('manageTitle')}
      lead={t('manageLead')}
      action={
        !reads && (
          <Link className="btn" to="/manage/drops/new">
            {t('drop')}
          </Link>
        )
      }
    >
      <ListDetail
        list={<DropList />}
        detail={detail}
        hint={<EmptyState title={t('hintTitle')}>{t('hint')}</EmptyState>}
        backTo="/manage/drops"
      />
    </ManagePage>
  )
}

function DropList() {
  const t = useTexts()
  const drops = useQuery(dropsQuery)
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <section className={`card ${list.card}`} aria-label={t('manageTitle')}>
      <PageState queries={[drops]} part>
        {drops.data?.length === 0 && <EmptyState title={t('noneTitle')}>{t('none')}</EmptyState>}
        <ul className={list.rows}>
          {(drops.data ?? []).map((drop) => (
            <li key={drop.id}>
              <NavLink to={`/manage/drops/${drop.id}`} className={list.row}>
                <span className={styles.thumb}>
                  <RewardPicture name={drop.picture} size={40} tinted />
                </span>
                <span>
                  <b className={list.name}>{drop.name}</b>
                  <span className={`s soft ${styles.block}`}>{moment(drop.opensAt, timeZone)}</span>
                </span>
                <span className={list.aside}>
                  <span className={drop.state === 'live' ? 'tag gold' : 'tag'}>{t(`${drop.state}State`)}</span>
                </span>
              </NavLink>
            </li>
          ))}
        </ul>
      </PageState>
    </section>
  )
}

/** One drop, as staff watch it. */
export function DropDetail() {
  const { id = '' } = useParams()
  const drops = useQuery(dropsQuery)
  const drop = drops.data?.find((one) => one.id === id)
  return (
    <PageState queries={[drops]} part>
      {drop ? <Watched key={id} drop={drop} /> : <Gone />}
    </PageState>
  )
}

function Watched({ drop }: { drop: Drop }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const { role } = useActor()
  return (
    <section className={`card ${list.form} ${css.detail}`} aria-label={drop.name}>
      <div className={css.title}>
        <h2 className={styles.formTitle}>{drop.name}</h2>
        <span className={drop.state === 'live' ? 'tag gold' : 'tag'}>{t(`${drop.state}State`)}</span>
      </div>
      <p className="soft">
        {t(drop.kind === 'draw' ? 'draw' : 'firstCome')}. {t('opensAt', { at: moment(drop.opensAt, timeZone) })}.{' '}
        {t('closesAt', { at: moment(drop.closesAt, timeZone) })}.
      </p>
      {drop.reason && (
        <p>
          {t('cancelled')}: {drop.reason}
        </p>
      )}
      <Figures drop={drop} />
      {drop.seedHash && (
        <div>
          <p className="s soft">{t('seedHash')}</p>
          <code className={css.hash}>{drop.seedHash}</code>
        </div>
      )}
      {drop.kind === 'draw' && drop.state !== 'draft' && (
        <Link to={`/draws/${drop.id}`} className="s strong" aria-label={t('verifyNamed', { name: drop.name })}>
          {t('verify')}
        </Link>
      )}
      {drop.state === 'draft' && <Announce drop={drop} admin={role === 'admin'} />}
      {role !== 'auditor' && ['draft', 'announced', 'live'].includes(drop.state) && <Cancel drop={drop} />}
    </section>
  )
}

function Figures({ drop }: { drop: Drop }) {
  const t = useTexts()
  const watch = drop.watch
  const all: [number, string][] = [
    [drop.pieces, t('pieces', { count: drop.pieces })],
    [drop.price, t('price')],
    [drop.gone, t('taken')],
  ]
  if (watch && drop.kind === 'draw' && drop.state !== 'draft' && drop.state !== 'announced') {
    all.push([drop.entries, t('inIt')], [watch.seniors, t('seniors')], [watch.halves, t('halves')])
    all.push([watch.reserved, t('aside')], [drop.waiting, t('waiting')])
    all.push([watch.declined, t('declinedN')], [watch.lapsed, t('lapsedN')])
  }
  return (
    <dl className={`${css.figures} ${css.watch}`} aria-label={t('watchTitle')}>
      {all.map(([value, words]) => (
        <div key={words}>
          <dt className="s soft">{words}</dt>
          <dd className="fig">{number(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function useChange(change: () => Promise<unknown>) {
  const cache = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => cache.invalidateQueries({ queryKey: ['drops'] }) })
}

function Announce({ drop, admin }: { drop: Drop; admin: boolean }) {
  const t = useTexts()
  const act = useChange(() => announceDrop({ path: { id: drop.id } }))
  if (!admin) return <p className="s soft">{t('announceAdmin')}</p>
  return (
    <div className={css.line}>
      <Said error={act.error} />
      <p className="s soft">{t('announceHint')}</p>
      <button type="button" className="btn" disabled={act.isPending} onClick={() => act.mutate()}>
        {t('announce')}
      </button>
    </div>
  )
}

function Cancel({ drop }: { drop: Drop }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const act = useChange(() => cancelDrop({ path: { id: drop.id }, body: { reason } }))
  if (!open) {
    return (
      <div>
        <button type="button" className="btn second small" onClick={() => setOpen(true)}>
          {t('cancel')}
        </button>
      </div>
    )
  }
  return (
    <form
      className={css.part}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') act.mutate()
      }}
    >
      <Said error={act.error} />
      <AreaField label={t('cancelWhy')} hint={t('cancelHint')} value={reason} onChange={setReason} maxLength={500} />
      <div className="row">
        <button type="submit" className="btn small" disabled={act.isPending || reason.trim() === ''}>
          {t('cancelYes')}
        </button>
        <button type="button" className="btn second small" onClick={() => setOpen(false)}>
          {t('cancelNo')}
        </button>
      </div>
    </form>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { putMyWall } from '../../client'
import { Bird } from '../../design/Bird'
import { EmptyState } from '../../design/EmptyState'
import { SwitchField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { day } from '../../i18n/format'
import type { Face, MeritWall, Praise } from './api'
import { Disc } from './Badges'
import { Hide } from './Hide'
import { useTexts } from './i18n'
import css from './merit.module.css'
import { useBadgeName } from './words'

/** Wall is who wants to be seen, by name, and what was said to them. */
export function Wall({ wall, staff }: { wall: MeritWall; staff: boolean }) {
  const t = useTexts()
  return (
    <section className={`card ${css.card}`}>
      <h2>{t('wall')}</h2>
      {wall.experts.length === 0 ? (
        <EmptyState title={t('wallNone')}>{t('wallNoneText')}</EmptyState>
      ) : (
        <ul className={css.faces}>
          {wall.experts.map((one) => (
            <FaceCard key={one.id} face={one} />
          ))}
        </ul>
      )}
      {wall.praise.length > 0 ? (
        <>
          <h3>{t('recently')}</h3>
          <ul className={css.said}>
            {wall.praise.map((one) => (
              <Said key={one.id} praise={one} staff={staff} />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

function FaceCard({ face }: { face: Face }) {
  const t = useTexts()
  const name = useBadgeName()
  return (
    <li className={css.face}>
      <div className={css.who}>
        <Bird number={face.bird} size={40} />
        <b>{face.name}</b>
      </div>
      {face.badges.length > 0 ? (
        <div className={css.discs}>
          {face.badges.map((one) => (
            <Disc key={`${one.code} ${one.product}`} code={one.code} label={name(one)} />
          ))}
        </div>
      ) : null}
      <p className={css.tags}>
        {face.kudos > 0 ? <span className="tag gold">{t('faceKudos', { count: face.kudos })}</span> : null}
        {face.thanks > 0 ? <span className="tag gold">{t('faceThanks', { count: face.thanks })}</span> : null}
        {face.streak > 0 ? <span className="tag gold">{t('faceStreak', { count: face.streak })}</span> : null}
      </p>
    </li>
  )
}

function Said({ praise, staff }: { praise: Praise; staff: boolean }) {
  const t = useTexts()
  const from = praise.kind === 'thanks' ? t('card') : t('kudosFrom', { name: praise.from ?? '' })
  return (
    <li data-card={praise.kind !== 'kudos' || undefined}>
      <p dir="auto">{praise.text}</p>
      <span className="s soft">
        {praise.kind === 'spot' ? t('spot') : from} · {t('praiseTo', { name: praise.to })} · {day(praise.at)}
      </span>
      {staff && praise.kind !== 'spot' ? <Hide kind={praise.kind} id={praise.id} /> : null}
    </li>
  )
}

/** OnWall is the expert's own word: on it or off, at once. */
export function OnWall({ on }: { on: boolean }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [wish, setWish] = useState<boolean>()
  const set = useMutation({
    mutationFn: (next: boolean) => putMyWall({ body: { on: next } }),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: ['merit'] })
      setWish(undefined)
    },
  })
  return (
    <section className={`card ${css.card}`}>
      <SwitchField
        label={t('onWall')}
        hint={t('onWallHint')}
        checked={wish ?? on}
        onChange={(next) => {
          setWish(next)
          set.mutate(next)
        }}
      />
      <Refused error={set.error} />
    </section>
  )
}

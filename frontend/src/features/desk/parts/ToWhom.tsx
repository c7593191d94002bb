import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { Bird } from '../../../design/Bird'
import { Icon } from '../../../design/Icon'
import { useTeamTexts } from '../i18n/team'
import { receiversQuery } from '../model/team'
import css from './handover.module.css'

interface Props {
  conversationId: string
  value: string
  onChange: (to: string) => void
  team?: boolean
}

/** ToWhom is any expert, the team, or one colleague who could take it now: those who know the topic first. */
export function ToWhom({ conversationId, value, onChange, team }: Props) {
  const t = useTeamTexts()
  const group = useId()
  const receivers = useQuery(receiversQuery(conversationId))
  const choice = (to: string) => ({ group, to, chosen: value === to, onChoose: onChange })
  return (
    <fieldset className={css.whom}>
      <legend className="s strong">{t('toWhom')}</legend>
      <Choice {...choice('experts')} face={<Icon name="lanes" size={22} />} name={t('toAny')} hint={t('toAnyHint')} />
      {team ? null : (
        <Choice
          {...choice('staff')}
          face={<Icon name="people" size={22} />}
          name={t('toStaff')}
          hint={t('toStaffHint')}
        />
      )}
      {receivers.data?.items.map(({ expert, freeSeats, topic }) => (
        <Choice
          key={expert.id}
          {...choice(expert.id)}
          face={<Bird number={expert.bird} size={26} />}
          name={expert.displayName}
          hint={[
            t(`topic_${topic}`),
            t('toColleague', { count: freeSeats }),
            ...(value === expert.id ? [t('askedFirst')] : []),
          ].join(', ')}
        />
      ))}
      {receivers.data?.items.length === 0 ? <p className="xs quiet">{t('nobodyFree')}</p> : null}
      {receivers.error ? <p className="xs quiet">{t('colleaguesFailed')}</p> : null}
    </fieldset>
  )
}

interface ChoiceProps {
  group: string
  to: string
  chosen: boolean
  onChoose: (to: string) => void
  face: ReactNode
  name: string
  hint: string
}

function Choice({ group, to, chosen, onChoose, face, name, hint }: ChoiceProps) {
  return (
    <label>
      <input type="radio" name={group} value={to} checked={chosen} onChange={() => onChoose(to)} />
      {face}
      <span>
        <b className="strong">{name}</b>
        <small className="quiet">{hint}</small>
      </span>
    </label>
  )
}

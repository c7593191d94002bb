import type { IconName } from '../../design/svg/icons'
import type { en } from '../i18n/en'
import type { Role } from '../session'

export interface NavItem {
  to: string
  label: Exclude<keyof typeof en, `${string}_one` | `${string}_other`>
  icon: IconName
  /** What is counted beside it. */
  count?: 'questions'
  /** On a phone it stands behind "More". */
  behind?: true
}

const expert: NavItem[] = [
  { to: '/work', label: 'work', icon: 'lanes' },
  { to: '/questions', label: 'questions', icon: 'question', count: 'questions' },
  { to: '/season', label: 'season', icon: 'season' },
  { to: '/shop', label: 'shop', icon: 'gift' },
]

const manager: NavItem[] = [
  { to: '/manage/desk', label: 'teamDesk', icon: 'lanes' },
  { to: '/manage/live', label: 'live', icon: 'eye' },
  { to: '/questions', label: 'questions', icon: 'question', count: 'questions' },
  { to: '/manage/experts', label: 'experts', icon: 'people', behind: true },
  { to: '/manage/conversations', label: 'conversations', icon: 'speech', behind: true },
  { to: '/manage/follow-ups', label: 'followUps', icon: 'alarm' },
  { to: '/manage/redemptions', label: 'redemptions', icon: 'truck', behind: true },
  { to: '/manage/rewards', label: 'rewards', icon: 'gift', behind: true },
  { to: '/manage/products', label: 'products', icon: 'box', behind: true },
  { to: '/manage/facts', label: 'facts', icon: 'fact', behind: true },
  { to: '/manage/reasons', label: 'reasons', icon: 'tag', behind: true },
  { to: '/manage/hours', label: 'hours', icon: 'clock', behind: true },
  { to: '/manage/settings', label: 'settings', icon: 'cog', behind: true },
]

/** navFor is what the rail offers to a role. */
export function navFor(role: Role): NavItem[] {
  if (role === 'expert') return expert
  if (role === 'admin') return [...manager, { to: '/manage/people', label: 'people', icon: 'shield', behind: true }]
  return role === 'manager' ? manager : []
}

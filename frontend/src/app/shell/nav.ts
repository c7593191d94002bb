import type { IconName } from '../../design/svg/icons'
import type { en } from '../i18n/en'
import type { Role } from '../session'

export interface NavItem {
  to: string
  label: Exclude<keyof typeof en, `${string}_one` | `${string}_other`>
  icon: IconName
  /** What is counted beside it. */
  count?: 'questions'
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
  { to: '/manage/experts', label: 'experts', icon: 'people' },
  { to: '/manage/conversations', label: 'conversations', icon: 'speech' },
  { to: '/manage/follow-ups', label: 'followUps', icon: 'alarm' },
  { to: '/manage/redemptions', label: 'redemptions', icon: 'truck' },
  { to: '/manage/rewards', label: 'rewards', icon: 'gift' },
  { to: '/manage/products', label: 'products', icon: 'box' },
  { to: '/manage/facts', label: 'facts', icon: 'fact' },
  { to: '/manage/reasons', label: 'reasons', icon: 'tag' },
  { to: '/manage/hours', label: 'hours', icon: 'clock' },
  { to: '/manage/settings', label: 'settings', icon: 'cog' },
]

/** navFor is what the rail offers to a role. */
export function navFor(role: Role): NavItem[] {
  if (role === 'expert') return expert
  if (role === 'admin') return [...manager, { to: '/manage/people', label: 'people', icon: 'shield' }]
  return role === 'manager' ? manager : []
}

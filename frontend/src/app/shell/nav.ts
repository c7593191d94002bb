import type { IconName } from '../../design/svg/icons'
import type { en } from '../i18n/en'
import type { Role } from '../session'

export interface NavItem {
  to: string
  label: Exclude<keyof typeof en, `${string}_one` | `${string}_other`>
  icon: IconName
  /** What is counted beside it. */
  count?: 'questions' | 'applications'
  /** It stands behind "More": on a phone, or always, because it is seldom needed. */
  behind?: 'phone' | 'always'
  /** Under which title it stands there; without one, under the brand's. */
  group?: NavGroup
}

/** The titles of the sheet behind "More", in their order. */
export const groups = ['groupPeople', 'groupPoints', 'groupBrand'] as const
export type NavGroup = (typeof groups)[number]

const expert: NavItem[] = [
  { to: '/work', label: 'work', icon: 'lanes' },
  { to: '/questions', label: 'questions', icon: 'question', count: 'questions' },
  { to: '/shifts', label: 'shifts', icon: 'clock' },
  { to: '/season', label: 'season', icon: 'season' },
  { to: '/league', label: 'league', icon: 'board', behind: 'phone' },
  { to: '/shop', label: 'shop', icon: 'gift' },
  { to: '/growth', label: 'growth', icon: 'sprout', behind: 'phone' },
  { to: '/marking', label: 'marking', icon: 'flag', behind: 'phone' },
  { to: '/merit', label: 'merit', icon: 'heart', behind: 'phone' },
  { to: '/pay', label: 'pay', icon: 'book', behind: 'phone' },
  { to: '/points', label: 'howPoints', icon: 'flag', behind: 'always', group: 'groupPoints' },
  { to: '/articles', label: 'articles', icon: 'fact', behind: 'phone' },
  { to: '/ideas', label: 'ideas', icon: 'bulb', behind: 'always' },
  { to: '/cases', label: 'myCases', icon: 'shield', behind: 'phone' },
]

const manager: NavItem[] = [
  { to: '/manage/desk', label: 'teamDesk', icon: 'lanes' },
  { to: '/manage/queue', label: 'queue', icon: 'bell', behind: 'phone' },
  { to: '/manage/live', label: 'live', icon: 'eye' },
  { to: '/questions', label: 'questions', icon: 'question', count: 'questions' },
  { to: '/manage/plan', label: 'plan', icon: 'clock', behind: 'phone' },
  { to: '/manage/experts', label: 'experts', icon: 'people', behind: 'phone' },
  { to: '/manage/applications', label: 'applications', icon: 'sprout', count: 'applications', behind: 'phone' },
  { to: '/manage/conversations', label: 'conversations', icon: 'speech', behind: 'phone' },
  { to: '/manage/follow-ups', label: 'followUps', icon: 'alarm' },
  { to: '/marking', label: 'marking', icon: 'flag', behind: 'phone' },
  { to: '/merit', label: 'merit', icon: 'heart', behind: 'always' },
  { to: '/manage/cases', label: 'cases', icon: 'shield', behind: 'always', group: 'groupPeople' },
  { to: '/manage/ratings', label: 'ratings', icon: 'speech', behind: 'always', group: 'groupPeople' },
  { to: '/manage/redemptions', label: 'redemptions', icon: 'truck', behind: 'always', group: 'groupPoints' },
  { to: '/manage/pay', label: 'pay', icon: 'book', behind: 'always', group: 'groupPoints' },
  { to: '/manage/budget', label: 'budget', icon: 'gift', behind: 'always', group: 'groupPoints' },
  { to: '/manage/books', label: 'books', icon: 'check', behind: 'always', group: 'groupPoints' },
  { to: '/manage/scenarios', label: 'scenarios', icon: 'bulb', behind: 'always', group: 'groupPeople' },
  { to: '/manage/rewards', label: 'rewards', icon: 'gift', behind: 'always', group: 'groupPoints' },
  { to: '/manage/drops', label: 'drops', icon: 'season', behind: 'always', group: 'groupPoints' },
  { to: '/manage/rules', label: 'rules', icon: 'flag', behind: 'always', group: 'groupPoints' },
  { to: '/manage/campaigns', label: 'campaigns', icon: 'season', behind: 'always', group: 'groupPoints' },
  { to: '/manage/vacancies', label: 'vacancies', icon: 'door', behind: 'always', group: 'groupPeople' },
  { to: '/manage/rubric', label: 'rubric', icon: 'check', behind: 'always', group: 'groupPeople' },
  { to: '/manage/raters', label: 'raters', icon: 'checks', behind: 'always', group: 'groupPeople' },
  { to: '/samples', label: 'samples', icon: 'eye', behind: 'always', group: 'groupPeople' },
  { to: '/manage/courses', label: 'courses', icon: 'book', behind: 'always', group: 'groupPeople' },
  { to: '/manage/talents', label: 'talents', icon: 'heart', behind: 'always', group: 'groupPeople' },
  { to: '/manage/league', label: 'league', icon: 'board', behind: 'always', group: 'groupPoints' },
  { to: '/manage/products', label: 'products', icon: 'box', behind: 'always' },
  { to: '/manage/topics', label: 'topics', icon: 'sprout', behind: 'always', group: 'groupPeople' },
  { to: '/manage/articles', label: 'articles', icon: 'book', behind: 'always' },
  { to: '/manage/indicators', label: 'indicators', icon: 'eye', behind: 'always' },
  { to: '/manage/top-questions', label: 'topQuestions', icon: 'speech', behind: 'always' },
  { to: '/manage/searches', label: 'searches', icon: 'search', behind: 'always' },
  { to: '/manage/problems', label: 'problems', icon: 'flag', behind: 'always' },
  { to: '/manage/ideas', label: 'ideas', icon: 'bulb', behind: 'always' },
  { to: '/manage/facts', label: 'facts', icon: 'fact', behind: 'always' },
  { to: '/manage/reasons', label: 'reasons', icon: 'tag', behind: 'always' },
  { to: '/manage/screens', label: 'screens', icon: 'board', behind: 'always' },
  { to: '/manage/hours', label: 'hours', icon: 'clock', behind: 'always' },
  { to: '/manage/audit', label: 'audit', icon: 'lock', behind: 'always' },
  { to: '/manage/settings', label: 'settings', icon: 'cog', behind: 'always' },
]

/** navFor is what the rail offers to a role. */
export function navFor(role: Role): NavItem[] {
  if (role === 'expert') return expert
  if (role === 'admin') return [...manager, { to: '/manage/people', label: 'people', icon: 'shield', behind: 'always' }]
  if (role === 'auditor') {
    const reads = manager.filter((item) => item.to !== '/manage/desk') // nobody is answered by an auditor
    return [...reads, { to: '/manage/people', label: 'people', icon: 'shield', behind: 'always' }]
  }
  return role === 'manager' ? manager : []
}

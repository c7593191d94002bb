import type { IconName } from '../../design/svg/icons'
import type { Badge } from './api'
import { useTexts } from './i18n'

/** What is drawn on a badge. */
export const drawnOn: Record<Badge['code'], IconName> = {
  first_light: 'sun',
  calm: 'shield',
  finder: 'search',
  keeper: 'check',
  warm_hand: 'hand',
  true_eye: 'eye',
  teacher: 'people',
  bridge: 'speech',
  thanked: 'heart',
  scholar: 'book',
  stand_in: 'forward',
  steady: 'clock',
  asked_for: 'bell',
  owner: 'box',
}

/** useBadgeName names a badge. */
export function useBadgeName() {
  const t = useTexts()
  return ({ code, product }: { code: Badge['code']; product?: string }) =>
    t(`badge_${code}`, { product: product ?? '' })
}

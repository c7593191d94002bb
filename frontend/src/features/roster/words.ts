import { useTexts } from './i18n'
import type { Expert, ExpertState } from './types'

/** The names of the five levels. */
export function useLevelNames(): string[] {
  const t = useTexts()
  return [t('level0'), t('level1'), t('level2'), t('level3'), t('level4')]
}

export function useStateNames(): Record<ExpertState, string> {
  const t = useTexts()
  return { active: t('active'), paused: t('paused'), suspended: t('suspended'), retired: t('retired') }
}

export function usePresenceWords(): Record<Expert['presence'], string> {
  const t = useTexts()
  return { available: t('available'), break: t('onBreak'), away: t('away') }
}

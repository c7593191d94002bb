import type { Entry } from '../../../queries/types'
import { teamTexts } from '../i18n/team'

/** handsWords says who gave a conversation away, or who of the team took it. */
export function handsWords(entry: Entry): string {
  const t = teamTexts()
  const name = entry.author.name || t('someone')
  if (entry.kind === 'hand_over')
    return t(entry.data?.why === 'escalated' ? 'lineEscalated' : 'lineHandedOver', { name })
  return entry.author.name ? t('lineTaken', { name }) : t('lineTeam')
}

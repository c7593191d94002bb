import type { QueryClient } from '@tanstack/react-query'
import { awardsQuery, brandQuery, offersQuery, pointsQuery, presenceQuery, seatsQuery } from '../queries'
import type { Push } from './push'
import { takenOver } from './takenOver'
import { addEntry } from './timelineQuery'
import { customerStopped, customerTypes } from './typing'

/** applyPush brings one push into the query cache. What it does not carry is fetched anew. */
export function applyPush(client: QueryClient, push: Push) {
  const stale = (...queryKey: readonly unknown[]) => void client.invalidateQueries({ queryKey })
  switch (push.type) {
    case 'timeline':
      return applyEntry(client, push)
    case 'offer':
    case 'offerEnded':
      return stale(...offersQuery.queryKey)
    case 'seats':
    case 'nudge':
      stale(...seatsQuery.queryKey)
      return stale(...offersQuery.queryKey)
    case 'points':
      stale(...pointsQuery.queryKey)
      stale(...awardsQuery.queryKey)
      stale('me', 'points', 'transfers')
      return stale('me', 'season')
    case 'growth':
      return stale('growth')
    case 'merit':
      return stale('merit')
    case 'board':
      return stale('board')
    case 'wall':
      return stale('wall')
    case 'desk':
      stale('desk')
      stale('conversations', push.conversationId, 'handOvers')
      return void client.invalidateQueries({ queryKey: ['conversations', push.conversationId], exact: true })
    case 'takenOver':
      takenOver(push.conversationId, push.reason)
      return stale(...seatsQuery.queryKey)
    case 'typing':
      if (push.role === 'customer') customerTypes(push.conversationId)
      return
    case 'presence':
      stale(...presenceQuery.queryKey)
      return stale('me')
    case 'redemption':
      stale('redemptions')
      stale(...pointsQuery.queryKey)
      return stale('me', 'redemptions')
    case 'drops':
      stale(...pointsQuery.queryKey)
      return stale('drops')
    case 'cases':
      stale(...pointsQuery.queryKey)
      stale('queue')
      return stale('cases')
    case 'rules':
      stale('ruleBook')
      stale('ruleSet')
      return stale('campaigns')
    case 'budgets':
      return stale('budgets')
    case 'flags':
      stale('queue')
      return stale('flags')
    case 'ratings':
      stale('queue')
      return stale('ratings')
    case 'rewards':
      stale('drops')
      stale('queue')
      return stale('rewards')
    case 'followUps':
      void client.invalidateQueries({ queryKey: ['conversations', push.conversationId], exact: true })
      stale('queue')
      return stale('followUps')
    case 'conversation': // its customer is verified now
    case 'queue':
      return stale('conversations', push.conversationId)
    case 'openQuestions':
      return stale('openQuestions')
    case 'plan':
    case 'planGap':
      return stale('plan')
    case 'vetting':
    case 'answerDue':
      stale('applications')
      return stale('vacancies')
    case 'pay':
      return stale('me', 'pay')
    case 'shiftDue':
      stale('plan')
      return stale(...presenceQuery.queryKey)
    case 'brand':
      return stale(...brandQuery.queryKey)
    case 'note':
      stale('conversations', push.conversationId, 'notes')
      return stale('me', 'mentions')
    case 'watch':
      stale('conversations', push.conversationId, 'watchers')
      void client.invalidateQueries({ queryKey: ['conversations', push.conversationId], exact: true })
      return stale('me', 'mentions')
  }
}

/** heal fetches everything on screen again after a disconnection: timelines only from their last entry on. */
export function heal(client: QueryClient): Promise<void> {
  return client.invalidateQueries()
}

function applyEntry(client: QueryClient, { conversationId, entry }: Extract<Push, { type: 'timeline' }>) {
  addEntry(client, conversationId, entry)
  if (entry.author.role === 'customer') customerStopped(conversationId)
  if (entry.kind === 'read') return
  void client.invalidateQueries({ queryKey: seatsQuery.queryKey })
  const over = entry.status === 'closed' || entry.kind === 'assignment'
  if (entry.kind !== 'message' && !over) {
    void client.invalidateQueries({ queryKey: ['conversations', conversationId], exact: true })
  }
}

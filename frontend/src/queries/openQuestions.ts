import { queryOptions } from '@tanstack/react-query'
import { listOpenQuestions } from '../client'
import { observeServerTime } from '../live/serverTime'

export type { OpenQuestion } from '../client'

/** The board of questions that customers left. Changes are pushed; the minute is for what time alone changes. */
export const openQuestionsQuery = queryOptions({
  queryKey: ['openQuestions'],
  queryFn: async ({ signal }) => {
    const board = await listOpenQuestions({ signal })
    observeServerTime(board.serverNow, Date.now(), true)
    return board
  },
  refetchInterval: 60_000,
})

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  getDemand,
  getMyCalendar,
  getPlan,
  listMyShifts,
  listPlanGaps,
  listShiftTrouble,
  listSlots,
} from '../../client'

/** A week of the plan; nothing: this one. */
export function weekQuery(week: string | undefined) {
  return queryOptions({
    queryKey: ['plan', 'week', week ?? ''],
    queryFn: ({ signal }) => listSlots({ query: { week }, signal }),
    refetchInterval: 60_000,
  })
}

export const myShiftsQuery = queryOptions({
  queryKey: ['plan', 'mine'],
  queryFn: ({ signal }) => listMyShifts({ signal }),
  refetchInterval: 60_000,
})

export const calendarQuery = queryOptions({
  queryKey: ['me', 'calendar'],
  queryFn: ({ signal }) => getMyCalendar({ signal }),
})

export const planQuery = queryOptions({ queryKey: ['plan', 'settings'], queryFn: ({ signal }) => getPlan({ signal }) })

export function demandQuery(week: string | undefined) {
  return queryOptions({
    queryKey: ['plan', 'demand', week ?? ''],
    queryFn: ({ signal }) => getDemand({ query: { week }, signal }),
  })
}

export const gapsQuery = queryOptions({
  queryKey: ['plan', 'gaps'],
  queryFn: ({ signal }) => listPlanGaps({ signal }),
  refetchInterval: 60_000,
})

export const troubleQuery = queryOptions({
  queryKey: ['plan', 'trouble'],
  queryFn: ({ signal }) => listShiftTrouble({ signal }),
})

/** A change of the plan; whatever came of it, the plan is fetched anew. */
export function useChange<V>(change: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['plan'] })
      void client.invalidateQueries({ queryKey: ['me', 'presence'] })
    },
  })
}

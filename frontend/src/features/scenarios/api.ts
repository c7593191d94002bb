import { queryOptions } from '@tanstack/react-query'
import { getScenario, listScenarios, listWarmUpQuestions } from '../../client'

export const scenariosQuery = queryOptions({
  queryKey: ['scenarios', 'all'],
  queryFn: ({ signal }) => listScenarios({ signal }),
})

export const scenarioQuery = (id: string, language: string, version: number) =>
  queryOptions({
    queryKey: ['scenarios', 'one', id, language, version],
    queryFn: ({ signal }) => getScenario({ path: { id, language, version: String(version) }, signal }),
  })

export const questionsQuery = queryOptions({
  queryKey: ['warm-up-questions'],
  queryFn: ({ signal }) => listWarmUpQuestions({ signal }),
})

/** What an audition draws for its warm-up. */
export const drawn = 10

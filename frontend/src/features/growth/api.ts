import { queryOptions } from '@tanstack/react-query'
import {
  getAttempt,
  getExpertGrowth,
  getMyGrowth,
  getQuestionSet,
  getSample,
  getSecondLook,
  getTopicGaps,
  listCourseItems,
  listSamples,
  listSecondLooks,
} from '../../client'

export const myGrowthQuery = queryOptions({
  queryKey: ['growth', 'me'],
  queryFn: ({ signal }) => getMyGrowth({ signal }),
})

export const attemptQuery = (id: string) =>
  queryOptions({ queryKey: ['growth', 'attempts', id], queryFn: ({ signal }) => getAttempt({ path: { id }, signal }) })

export const gapsQuery = queryOptions({
  queryKey: ['growth', 'gaps'],
  queryFn: ({ signal }) => getTopicGaps({ signal }),
})

export const questionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['growth', 'questions', id],
    queryFn: ({ signal }) => getQuestionSet({ path: { id }, signal }),
  })

export const samplesQuery = queryOptions({
  queryKey: ['growth', 'samples'],
  queryFn: ({ signal }) => listSamples({ query: { state: 'open', limit: 100 }, signal }),
})

export const sampleQuery = (id: string) =>
  queryOptions({ queryKey: ['growth', 'samples', id], queryFn: ({ signal }) => getSample({ path: { id }, signal }) })

export const expertGrowthQuery = (id: string) =>
  queryOptions({
    queryKey: ['growth', 'experts', id],
    queryFn: ({ signal }) => getExpertGrowth({ path: { id }, signal }),
  })

export const secondLooksQuery = queryOptions({
  queryKey: ['growth', 'second'],
  queryFn: ({ signal }) => listSecondLooks({ signal }),
})

export const secondLookQuery = (id: string) =>
  queryOptions({
    queryKey: ['growth', 'second look', id],
    queryFn: ({ signal }) => getSecondLook({ path: { id }, signal }),
  })

export const coursesQuery = queryOptions({
  queryKey: ['growth', 'courses'],
  queryFn: ({ signal }) => listCourseItems({ query: { archived: true }, signal }),
})

/** dimensions are the lines of the score card, in their order. */
export const dimensions = ['helpful', 'correct', 'tone', 'own_words'] as const
export type Dimension = (typeof dimensions)[number]

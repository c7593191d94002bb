import { queryOptions } from '@tanstack/react-query'
import {
  getCalibrationGold,
  getMarking,
  getMarkingDesk,
  listApplicationAuditions,
  listGoldAuditions,
  listRaters,
  listRubrics,
  type Marking,
} from '../../client'

export const deskQuery = queryOptions({
  queryKey: ['markingDesk'],
  queryFn: () => getMarkingDesk({ throwOnError: true }),
})

/** markingQuery is an audition as its rater sees it. */
export function markingQuery(id: string) {
  return queryOptions({
    queryKey: ['marking', id],
    queryFn: () => getMarking({ path: { id }, throwOnError: true }),
    enabled: id !== '',
  })
}

/** Place is where a mark stands. */
export interface Place {
  play: number
  dimension: Marking['dimensions'][number]['dimension']
}

/** placesOf are the eighteen places of a marking, one dimension after the other: so halo has little room. */
export function placesOf(marking: Pick<Marking, 'dimensions' | 'plays'>): Place[] {
  return marking.dimensions.flatMap(({ dimension }) => marking.plays.map((play) => ({ play: play.no, dimension })))
}

/** markAt is the mark that stands in a place. */
export function markAt<M extends Place>(marking: { marks: M[] }, place: Place): M | undefined {
  return marking.marks.find((one) => one.play === place.play && one.dimension === place.dimension)
}

/** selectedIn is what is selected inside an element, or nothing. */
export function selectedIn(element: Element | null, of: string): string {
  const selection = getSelection()
  if (!element || !selection || selection.isCollapsed || !element.contains(selection.anchorNode)) return ''
  const text = selection.toString().trim()
  return of.includes(text) ? text : ''
}

/** goldQuery is a gold audition of a calibration, as blind as any other. */
export function goldQuery(id: string, no: number) {
  return queryOptions({
    queryKey: ['calibrations', id, no],
    queryFn: () => getCalibrationGold({ path: { id, no }, throwOnError: true }),
  })
}

export const goldsQuery = queryOptions({
  queryKey: ['golds'],
  queryFn: () => listGoldAuditions({ throwOnError: true }),
})

export const ratersQuery = queryOptions({
  queryKey: ['raters'],
  queryFn: () => listRaters({ throwOnError: true }),
})

export const rubricsQuery = queryOptions({
  queryKey: ['rubrics'],
  queryFn: () => listRubrics({ throwOnError: true }),
})

export function reportsQuery(application: string) {
  return queryOptions({
    queryKey: ['applications', 'auditions', application],
    queryFn: () => listApplicationAuditions({ path: { id: application }, throwOnError: true }),
  })
}

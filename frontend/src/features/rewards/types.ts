import type { Award as AwardView, SeasonView, Step, Transfer } from '../../client'

export type Award = AwardView
export type AwardStep = Step
export type PointsTransfer = Transfer
export type MySeason = SeasonView
export type SeasonQuality = SeasonView['quality']
export type SeasonWeek = SeasonView['weeks'][number]

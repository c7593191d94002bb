import type { Award as AwardView, MySeason as SeasonOfMine, Step, Transfer } from '../../client'

export type Award = AwardView
export type AwardStep = Step
export type PointsTransfer = Transfer
export type MySeason = SeasonOfMine
export type SeasonQuality = MySeason['quality']
export type SeasonWeek = MySeason['weeks'][number]

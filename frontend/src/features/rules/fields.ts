import type { Rules } from '../../client'
import type { en } from './i18n/en'

type Word = Exclude<keyof typeof en, `${string}_one` | `${string}_other`>

/** One number of a rule set: where it stands, and what it is called. */
export type Place = { at: string; label: Word; step?: number; hint?: Word }

export type Group = { title: Word; places: Place[] }

const c = '/conversation'

/** Every number that a draft may change, in groups; the steps of a day depend on how many there are. */
export function groupsOf(rules: Rules): Group[] {
  const steps = rules.conversation.dailyCurve
  const day = steps.flatMap<Place>((step, index) =>
    step.upTo
      ? [
          { at: `${c}/dailyCurve/${index}/upTo`, label: 'curveTo', step: index + 1 },
          { at: `${c}/dailyCurve/${index}/share`, label: 'curveShare', step: index + 1 },
        ]
      : [{ at: `${c}/dailyCurve/${index}/share`, label: 'curveLast' }],
  )
  return [
    {
      title: 'groupConversation',
      places: [
        { at: `${c}/base`, label: 'base' },
        { at: `${c}/difficulty/0`, label: 'difficulty0' },
        { at: `${c}/difficulty/1`, label: 'difficulty1' },
        { at: `${c}/difficulty/2`, label: 'difficulty2' },
      ],
    },
    {
      title: 'groupQuality',
      places: [
        { at: `${c}/quality/stars/4`, label: 'stars4' },
        { at: `${c}/quality/stars/3`, label: 'stars3' },
        { at: `${c}/quality/stars/2`, label: 'stars2' },
        { at: `${c}/quality/stars/1`, label: 'stars1' },
        { at: `${c}/quality/stars/0`, label: 'stars0' },
        { at: `${c}/quality/unrated`, label: 'unrated' },
        { at: `${c}/quality/uncontrollable`, label: 'uncontrollable' },
      ],
    },
    { title: 'groupDay', places: day },
    {
      title: 'groupQualified',
      places: [
        { at: `${c}/qualified/customerMessages`, label: 'customerMessages' },
        { at: `${c}/qualified/expertMessages`, label: 'expertMessages' },
        { at: `${c}/qualified/activeSeconds`, label: 'activeSeconds', hint: 'activeHint' },
        { at: `${c}/vesting/confirmedHours`, label: 'confirmedHours' },
        { at: `${c}/vesting/silenceHours`, label: 'silenceHours' },
      ],
    },
    {
      title: 'groupBeside',
      places: [
        { at: '/firstTimeRight/points', label: 'rightPoints' },
        { at: '/firstTimeRight/days', label: 'rightDays' },
        { at: '/handOver/points', label: 'handOver' },
        { at: '/handOver/minScore', label: 'handOverScore' },
        { at: '/followUp/kept', label: 'kept' },
        { at: '/followUp/helped', label: 'helped' },
        { at: '/followUp/missed', label: 'missed' },
      ],
    },
    {
      title: 'groupShift',
      places: [
        { at: '/shift/perHour', label: 'shiftHour' },
        { at: '/shift/dailyHours', label: 'shiftHours' },
        { at: '/shift/noShow', label: 'noShow' },
        { at: '/shift/talkDays', label: 'talkDays' },
        { at: '/audition/points', label: 'audition' },
        { at: '/review/points', label: 'reviewPoints' },
        { at: '/review/perDay', label: 'reviewDay' },
        { at: '/article/accepted', label: 'articleAccepted' },
        { at: '/article/recheck', label: 'articleRecheck' },
        { at: '/article/helped', label: 'articleHelped' },
        { at: '/article/perMonth', label: 'articleMonth' },
        { at: '/article/ofExpert', label: 'articleExpert' },
      ],
    },
  ]
}

type Tree = { [key: string]: Tree | number }

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null
}

/** The number at a JSON pointer. */
export function numberAt(rules: Rules, at: string): number | undefined {
  let here: unknown = rules
  for (const key of at.split('/').slice(1)) here = isTree(here) ? here[key] : undefined
  return typeof here === 'number' ? here : undefined
}

/** The number that somebody typed; NaN for what is none. */
export function read(text: string): number {
  const bare = text.trim().replace(',', '.')
  return bare === '' ? Number.NaN : Number(bare)
}

/** A copy of the rules with the typed numbers at their places. */
export function withNumbers(rules: Rules, typed: Record<string, string>): Rules {
  const copy = structuredClone(rules)
  for (const [at, text] of Object.entries(typed)) {
    const value = read(text)
    const keys = at.split('/').slice(1)
    let here: unknown = copy
    for (const key of keys.slice(0, -1)) here = isTree(here) ? here[key] : undefined
    const last = keys.at(-1)
    if (isTree(here) && last && !Number.isNaN(value)) here[last] = value
  }
  return copy
}

/** The label of the place at a pointer; the pointer itself for what has none. */
export function placeOf(rules: Rules, at: string): Place | undefined {
  return groupsOf(rules)
    .flatMap((group) => group.places)
    .find((place) => place.at === at)
}

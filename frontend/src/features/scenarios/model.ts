import type { Scenario as Version, WritingFault } from '../../client'

/** Scenario is the document of a scenario, as package audition reads it. */
export interface Scenario {
  id: string
  version: number
  kind: Kind
  language: string
  title: string
  names: { brand: string; product: string }
  minutes: number
  maxTurns: number
  briefing: { situation: string; facts: string[]; may: string[]; mayNot: string[] }
  customer: { name: string; calledAs: string[]; story: string; voice: string }
  temper: { start: number; calm: number }
  opening: string[]
  facts: Fact[]
  handOver: { needed: boolean; again: string[] }
  limits: Limit[]
  knows: Known[]
  beats: Beat[]
  side: Record<string, string[]>
  ends: { solved: string[]; walkedOff: string[]; timeUp: string[] }
}

export type Kind = Version['kind']
export const kinds: readonly Kind[] = ['rude_refund', 'unreasonable_exchange', 'hard_question']
export const voices = ['blunt', 'grand', 'anxious'] as const
/** The languages that simulated customers speak. */
export const spoken = ['en', 'nl'] as const

export interface Fact {
  key: string
  about: string
  needed: boolean
  right: string[]
  wrong: string[]
  again: string[]
  doubts: string[]
}

export interface Limit {
  key: string
  about: string
  patterns: string[]
  caught: string[]
}

export interface Known {
  key: string
  asked: string[]
  says: string[]
}

export interface Beat {
  key: string
  kind: 'provocation' | 'honest_question'
  heat: number
  lines: { calm: string[]; warm: string[]; hot: string[]; after: Record<string, string[]> }
  again: string[]
  bluff: string[]
  caught: string[]
}

/** The occasions on which a customer says something of their own, in the order in which one meets them. */
export const sides = [
  'calms',
  'thanks',
  'sore',
  'again',
  'mutters',
  'silence',
  'promise',
  'bluff',
  'doubts',
  'no_idea',
  'ignored',
  'empty',
  'canned',
  'short',
  'wall',
  'repeats',
  'told_before',
  'ordered',
  'blamed',
  'dismissed',
  'mocked',
  'shouted',
  'insulted',
  'manager',
  'social',
  'stars',
  'off_chat',
  'private',
] as const

/** What can be read in a text: for the writer, neither, and against. */
export const good = [
  'greeting',
  'thanks',
  'please',
  'name',
  'apology',
  'empathy',
  'calm',
  'ownership',
  'find_out',
  'by_when',
  'unknown',
  'hand_over',
  'reason',
  'alternative',
  'kind_no',
  'boundary',
  'question',
  'fact',
  'corrects',
] as const
export const neutral = ['refuses', 'asks_rating'] as const
export const bad = [
  'insult',
  'threat',
  'sarcasm',
  'blame',
  'shouting',
  'dismissive',
  'as_i_said',
  'command',
  'curt',
  'wall',
  'canned',
  'empty',
  'ignored',
  'repeats',
  'wrong',
  'bluff',
  'overpromise',
  'asks_stars',
  'off_platform',
  'private_data',
] as const
export const cues = [...good, ...neutral, ...bad] as const
export type Cue = (typeof cues)[number]

export function isCue(cue: string): cue is Cue {
  return (cues as readonly string[]).includes(cue)
}

export const boiling = 10
const mostEntries = 20

/** blank is where a new scenario begins: the frame that every scenario has, and nothing in it. */
export function blank(head: Pick<Scenario, 'id' | 'kind' | 'language' | 'title'>, brand: string): Scenario {
  return {
    ...head,
    version: 1,
    names: { brand, product: '' },
    minutes: 10,
    maxTurns: 12,
    briefing: { situation: '', facts: [], may: [], mayNot: [] },
    customer: { name: '', calledAs: [], story: '', voice: 'blunt' },
    temper: { start: 6, calm: 4 },
    opening: [],
    facts: [blankFact([])],
    handOver: { needed: true, again: [] },
    limits: [blankLimit([])],
    knows: [],
    beats: frame(),
    side: {},
    ends: { solved: [], walkedOff: [], timeUp: [] },
  }
}

/** frame is the steps that every scenario has at least: three provocations, and the honest question among them. */
function frame(): Beat[] {
  const beats: Beat[] = []
  for (const kind of ['provocation', 'provocation', 'honest_question', 'provocation'] as const)
    beats.push(blankBeat(beats, kind))
  return beats
}

export function blankFact(others: readonly { key: string }[]): Fact {
  return {
    key: freeKey('fact', others),
    about: '',
    needed: others.length === 0,
    right: [],
    wrong: [],
    again: [],
    doubts: [],
  }
}

export function blankLimit(others: readonly { key: string }[]): Limit {
  return { key: freeKey('limit', others), about: '', patterns: [], caught: [] }
}

export function blankKnown(others: readonly { key: string }[]): Known {
  return { key: freeKey('known', others), asked: [], says: [] }
}

export function blankBeat(others: readonly { key: string }[], kind: Beat['kind'] = 'provocation'): Beat {
  return {
    key: freeKey(kind === 'honest_question' ? 'honest' : 'step', others),
    kind,
    heat: kind === 'honest_question' ? 0 : 1,
    lines: { calm: [], warm: [], hot: [], after: {} },
    again: [],
    bluff: [],
    caught: [],
  }
}

/** freeKey is the first key of a name that is not taken. Keys never change: what was played points at them. */
export function freeKey(name: string, others: readonly { key: string }[]): string {
  const taken = new Set(others.map((one) => one.key))
  for (let number = 1; number <= mostEntries; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`
  return `${name}-${others.length + 1}`
}

/** idOf makes an id of a title, one that no scenario has. */
export function idOf(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 34)
    .replace(/-+$/, '')
  const base = plain || 'scenario'
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.has(id)) return id
  }
}

/** read makes a form of a stored document; what it leaves out is empty. */
export function read(document: string): Scenario {
  const raw = JSON.parse(document) as Partial<Scenario> & Pick<Scenario, 'id' | 'kind' | 'language'>
  const frame = blank({ id: raw.id, kind: raw.kind, language: raw.language, title: raw.title ?? '' }, '')
  return {
    ...frame,
    ...raw,
    side: raw.side ?? {},
    facts: raw.facts ?? [],
    limits: raw.limits ?? [],
    beats: (raw.beats ?? []).map((beat) => ({
      ...blankBeat([], beat.kind),
      ...beat,
      lines: { ...beat.lines, after: beat.lines.after ?? {} },
    })),
  }
}

/** documentOf writes a form as a document: empty lines are left out, and so is what only the honest question has. */
export function documentOf(s: Scenario): string {
  return JSON.stringify({
    ...s,
    title: s.title.trim(),
    briefing: {
      ...s.briefing,
      facts: full(s.briefing.facts),
      may: full(s.briefing.may),
      mayNot: full(s.briefing.mayNot),
    },
    customer: { ...s.customer, calledAs: full(s.customer.calledAs) },
    opening: full(s.opening),
    facts: s.facts.map((fact) => ({
      ...fact,
      right: full(fact.right),
      wrong: full(fact.wrong),
      again: full(fact.again),
      doubts: full(fact.doubts),
    })),
    handOver: { ...s.handOver, again: full(s.handOver.again) },
    limits: s.limits.map((limit) => ({ ...limit, patterns: full(limit.patterns), caught: full(limit.caught) })),
    knows: s.knows.map((known) => ({ ...known, asked: full(known.asked), says: full(known.says) })),
    beats: s.beats.map(beatOf),
    side: fullOnes(s.side),
    ends: { solved: full(s.ends.solved), walkedOff: full(s.ends.walkedOff), timeUp: full(s.ends.timeUp) },
  })
}

function beatOf(beat: Beat) {
  const { calm, warm, hot, after } = beat.lines
  const lines = { calm: full(calm), warm: full(warm), hot: full(hot), after: fullOnes(after) }
  const { key, kind, heat } = beat
  if (kind === 'provocation') return { key, kind, heat, lines }
  return { key, kind, heat, lines, again: full(beat.again), bluff: full(beat.bluff), caught: full(beat.caught) }
}

/** full leaves out what is blank. */
export function full(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter(Boolean)
}

function fullOnes(all: Record<string, string[]>): Record<string, string[]> {
  const kept = Object.entries(all).map(([name, lines]) => [name, full(lines)] as const)
  return Object.fromEntries(kept.filter(([, lines]) => lines.length > 0))
}

/** The parts of the form, in their order, and the parts of the document that each writes. */
export const parts = {
  scene: ['title', 'kind', 'names', 'minutes', 'maxTurns', 'id', 'language', 'version'],
  customer: ['customer', 'temper'],
  briefing: ['briefing'],
  opening: ['opening'],
  steps: ['beats'],
  needs: ['facts', 'handOver'],
  limits: ['limits'],
  knows: ['knows'],
  side: ['side'],
  ends: ['ends'],
} as const
export type Part = keyof typeof parts
export const partNames = Object.keys(parts) as Part[]

/** PartProps is what each part of the form works on. */
export interface PartProps {
  doc: Scenario
  set: (change: Partial<Scenario>) => void
}

/** partOf is where in the form a fault is mended; what is not there is told with the scene. */
export function partOf(pointer: string): Part {
  const top = pointer.split('/')[1] ?? ''
  return partNames.find((name) => (parts[name] as readonly string[]).includes(top)) ?? 'scene'
}

/** missing counts the faults of each part. */
export function missing(faults: readonly WritingFault[]): Record<Part, number> {
  const counts = Object.fromEntries(partNames.map((name) => [name, 0])) as Record<Part, number>
  for (const { pointer } of faults) counts[partOf(pointer)]++
  return counts
}

/** notYet tells a fault of something that is not written yet from one of something written wrong. */
export function notYet(fault: WritingFault): boolean {
  if (fault.code === 'count') return fault.found < fault.least
  return ['empty', 'provocations', 'honest'].includes(fault.code)
}

/** faultsAt are the faults of a field, and of the lines of a list that it shows. */
export function faultsAt(faults: readonly WritingFault[], pointer: string): WritingFault[] {
  return faults.filter((fault) => fault.pointer === pointer || isLineOf(fault.pointer, pointer))
}

function isLineOf(pointer: string, list: string): boolean {
  return pointer.startsWith(`${list}/`) && /^\d+$/.test(pointer.slice(list.length + 1))
}

/** moved puts one of a list a place up or down; at an end it stays. */
export function moved<T>(all: readonly T[], from: number, by: 1 | -1): T[] {
  const to = from + by
  const next = [...all]
  const [one] = next.splice(from, 1)
  if (one === undefined || to < 0 || to >= all.length) return [...all]
  next.splice(to, 0, one)
  return next
}

/** replaced is a list with another one at a place. */
export function replaced<T>(all: readonly T[], at: number, one: T): T[] {
  return all.map((each, place) => (place === at ? one : each))
}

import type { Scenario as Version } from '../../client'
import { type Kind, kinds } from './model'

/** Family is a scenario in one language with all its versions, the newest first. */
export interface Family {
  id: string
  language: string
  newest: Version
  live?: Version
  draft?: Version
  versions: Version[]
  played: number
  solved: number
  walkedOff: number
  timeUp: number
}

export type FamilyState = Version['state']

/** families puts the versions of a scenario together. */
export function families(versions: readonly Version[]): Family[] {
  const found = new Map<string, Version[]>()
  for (const version of versions) {
    const name = `${version.id}/${version.language}`
    found.set(name, [...(found.get(name) ?? []), version])
  }
  return [...found.values()].map((all) => {
    const sorted = all.toSorted((a, b) => b.version - a.version)
    const sum = (count: (version: Version) => number) => sorted.reduce((total, version) => total + count(version), 0)
    return {
      id: (sorted[0] as Version).id,
      language: (sorted[0] as Version).language,
      newest: sorted[0] as Version,
      live: sorted.find((version) => version.state === 'live'),
      draft: sorted.find((version) => version.state === 'draft'),
      versions: sorted,
      played: sum((version) => version.played),
      solved: sum((version) => version.solved),
      walkedOff: sum((version) => version.walkedOff),
      timeUp: sum((version) => version.timeUp),
    }
  })
}

export interface Filter {
  text: string
  kind: Kind | ''
  language: string
  state: FamilyState | ''
}

/** shown are the scenarios that fit the filter, kind by kind. */
export function shown(all: readonly Family[], { text, kind, language, state }: Filter): Family[] {
  const wanted = text.trim().toLowerCase()
  return all
    .filter((one) => !kind || one.newest.kind === kind)
    .filter((one) => !language || one.language === language)
    .filter((one) => !state || one.versions[0]?.state === state || (state !== 'retired' && Boolean(one[state])))
    .filter((one) => `${one.newest.title} ${one.newest.author ?? ''} ${one.id}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => kinds.indexOf(a.newest.kind) - kinds.indexOf(b.newest.kind) || a.id.localeCompare(b.id))
}

/** lastOfKind tells whether nobody could be auditioned in a language without this scenario. */
export function lastOfKind(one: Family, all: readonly Family[]): boolean {
  const others = all.filter((other) => other.live?.kind === one.live?.kind && other.language === one.language)
  return one.live !== undefined && others.filter((other) => other.live).length < 2
}

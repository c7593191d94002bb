import type { ContactReason } from '../../../queries/types'

export interface ReasonGroup {
  id: string
  name: string
  reasons: ContactReason[]
}

/** groupsOf sorts the second level under its first, the likely group first; letters narrow it down. */
export function groupsOf(reasons: readonly ContactReason[], letters = '', likelyId?: string): ReasonGroup[] {
  const inUse = reasons.filter((reason) => !reason.archived)
  const wanted = letters.trim().toLocaleLowerCase()
  const likelyParent = inUse.find((reason) => reason.id === likelyId)?.parentId ?? likelyId
  const groups = inUse
    .filter((reason) => !reason.parentId)
    .sort(byPosition)
    .map((parent) => ({
      id: parent.id,
      name: parent.name,
      reasons: inUse
        .filter((reason) => reason.parentId === parent.id)
        .filter((reason) => matches(reason, wanted) || matches(parent, wanted))
        .sort(byPosition),
    }))
    .filter((group) => group.reasons.length > 0)
  return [
    ...groups.filter((group) => group.id === likelyParent),
    ...groups.filter((group) => group.id !== likelyParent),
  ]
}

/** live finds reasons in use, in the order of their ids. */
export function live(reasons: readonly ContactReason[], ids: readonly string[]): ContactReason[] {
  return ids.flatMap((id) => reasons.find((reason) => reason.id === id && !reason.archived) ?? [])
}

function matches(reason: ContactReason, wanted: string): boolean {
  return wanted === '' || reason.name.toLocaleLowerCase().includes(wanted)
}

function byPosition(a: ContactReason, b: ContactReason): number {
  return (a.position ?? 0) - (b.position ?? 0)
}

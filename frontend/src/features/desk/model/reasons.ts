import type { ContactReason } from '../../../queries/types'

export interface ReasonGroup {
  id: string
  name: string
  reasons: ContactReason[]
}

/** groupsOf sorts the second level under its first, the likely group first; letters narrow it down. */
export function groupsOf(reasons: readonly ContactReason[], letters = '', likelyId?: string): ReasonGroup[] {
  const live = reasons.filter((reason) => !reason.archived)
  const wanted = letters.trim().toLocaleLowerCase()
  const likelyParent = live.find((reason) => reason.id === likelyId)?.parentId ?? likelyId
  const groups = live
    .filter((reason) => !reason.parentId)
    .sort(byPosition)
    .map((parent) => ({
      id: parent.id,
      name: parent.name,
      reasons: live
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

function matches(reason: ContactReason, wanted: string): boolean {
  return wanted === '' || reason.name.toLocaleLowerCase().includes(wanted)
}

function byPosition(a: ContactReason, b: ContactReason): number {
  return (a.position ?? 0) - (b.position ?? 0)
}

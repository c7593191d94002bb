import type { ContactReason } from './types'

export type Branch = { reason: ContactReason; children: ContactReason[] }

/** The two-level tree in its order; a child whose parent is unknown is left out. */
export function treeOf(reasons: ContactReason[]): Branch[] {
  const ordered = [...reasons].sort(byPlace)
  return ordered
    .filter((reason) => !reason.parentId)
    .map((reason) => ({ reason, children: ordered.filter((child) => child.parentId === reason.id) }))
}

function byPlace(a: ContactReason, b: ContactReason): number {
  return a.position - b.position || a.name.localeCompare(b.name)
}

export type Move = { id: string; position: number; version: number }

/**
 * The changes that put `id` one place up or down among its sisters: every
 * sister whose number changes, and none when it is at the end already.
 * Numbers are made gap-free on the way.
 */
export function moveBy(sisters: ContactReason[], id: string, step: -1 | 1): Move[] {
  const from = sisters.findIndex((reason) => reason.id === id)
  const to = from + step
  if (from < 0 || to < 0 || to >= sisters.length) return []
  const next = [...sisters]
  const [moved] = next.splice(from, 1)
  if (!moved) return []
  next.splice(to, 0, moved)
  return next
    .map((reason, index) => ({ id: reason.id, position: index + 1, version: reason.version, was: reason.position }))
    .filter((move) => move.position !== move.was)
    .map(({ id: moving, position, version }) => ({ id: moving, position, version }))
}

import { describe, expect, it } from 'vitest'
import { moveBy, treeOf } from './tree'
import type { ContactReason } from './types'

function reason(id: string, position: number, parentId?: string): ContactReason {
  return {
    id,
    parentId,
    name: id,
    translations: {},
    difficulty: 1,
    complaint: false,
    controllable: true,
    position,
    archived: false,
    version: 1,
  }
}

describe('the tree of contact reasons', () => {
  it('has two levels in their order', () => {
    const tree = treeOf([reason('b', 2), reason('a', 1), reason('b2', 2, 'b'), reason('b1', 1, 'b')])
    expect(tree.map((branch) => [branch.reason.id, branch.children.map((c) => c.id)])).toEqual([
      ['a', []],
      ['b', ['b1', 'b2']],
    ])
  })
})

describe('moving a reason', () => {
  const sisters = [reason('a', 1), reason('b', 2), reason('c', 3)]

  it('swaps two neighbours and touches nobody else', () => {
    expect(moveBy(sisters, 'c', -1).map((m) => [m.id, m.position])).toEqual([
      ['c', 2],
      ['b', 3],
    ])
  })

  it('does nothing at the end', () => {
    expect(moveBy(sisters, 'a', -1)).toEqual([])
    expect(moveBy(sisters, 'c', 1)).toEqual([])
  })

  it('makes equal numbers gap-free on the way', () => {
    const equal = [reason('a', 0), reason('b', 0)]
    expect(moveBy(equal, 'b', -1).map((m) => [m.id, m.position])).toEqual([
      ['b', 1],
      ['a', 2],
    ])
  })
})

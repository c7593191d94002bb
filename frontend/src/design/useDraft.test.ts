import { act, renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../app/problem'
import { signedOut } from '../app/session'
import { pointersOf, rebased, useDraft } from './useDraft'

interface Thing {
  name: string
  price: number
  version: number
}

const stored: Thing = { name: 'Cap', price: 400, version: 1 }

function refusal(status: number, code: string, locations: string[] = []) {
  const errors = locations.map((location) => ({ location, message: code }))
  return new ProblemError({ title: code, status, code, errors })
}

function draftOf(
  submit: (values: { name: string; price: number }, base: Thing) => Promise<Thing>,
  theirs?: Thing,
  keepAs?: string,
) {
  return renderHook(
    ({ source }) =>
      useDraft({
        source,
        toValues: ({ name, price }: Thing) => ({ name, price }),
        submit,
        keepAs,
        reload: theirs && (async () => theirs),
      }),
    { initialProps: { source: stored } },
  )
}

describe('a draft', () => {
  it('saves what was typed on top of what it began from', async () => {
    const { result } = draftOf(async (values, base) => ({ ...values, version: base.version + 1 }))
    act(() => result.current.set({ name: 'Coast cap' }))
    await act(() => result.current.save())
    expect(result.current).toMatchObject({ state: 'saved', values: { name: 'Coast cap', price: 400 } })
  })

  it('follows the server while nothing was changed, and keeps what was typed after', () => {
    const { result, rerender } = draftOf(async () => stored)
    rerender({ source: { ...stored, price: 500 } })
    expect(result.current.values.price).toBe(500)
    act(() => result.current.set({ name: 'Coast cap' }))
    rerender({ source: { ...stored, price: 600 } })
    expect(result.current.values).toEqual({ name: 'Coast cap', price: 500 })
  })

  it('puts a refusal at its field, and takes it away when the field changes', async () => {
    const { result } = draftOf(async () => {
      throw refusal(422, 'name_required', ['/body/name'])
    })
    act(() => result.current.set({ name: '' }))
    await act(() => result.current.save())
    expect(result.current).toMatchObject({ state: 'refused', errors: { name: 'name_required' } })
    act(() => result.current.set({ name: 'Cap' }))
    expect(result.current.errors).toEqual({})
  })

  it('keeps what was typed when the server does not answer', async () => {
    const { result } = draftOf(async () => {
      throw refusal(0, 'unreachable')
    })
    act(() => result.current.set({ name: 'Coast cap' }))
    await act(() => result.current.save())
    expect(result.current).toMatchObject({ state: 'fault', values: { name: 'Coast cap' } })
  })
})

describe('a draft that was left', () => {
  it('is there again, until it is saved', async () => {
    const submit = async (values: { name: string; price: number }) => ({ ...values, version: 2 })
    const first = draftOf(submit, undefined, 'rwd_1')
    act(() => first.result.current.set({ name: 'Coast cap' }))
    first.unmount()
    const again = draftOf(submit, undefined, 'rwd_1')
    expect(again.result.current).toMatchObject({ state: 'dirty', values: { name: 'Coast cap' } })
    await act(() => again.result.current.save())
    again.unmount()
    expect(draftOf(submit, undefined, 'rwd_1').result.current.state).toBe('clean')
  })

  it('does not follow somebody into another session', () => {
    const first = draftOf(async () => stored, undefined, 'rwd_2')
    act(() => first.result.current.set({ name: 'Mine' }))
    first.unmount()
    signedOut(false)
    expect(draftOf(async () => stored, undefined, 'rwd_2').result.current.values.name).toBe('Cap')
  })
})

describe('two people at once', () => {
  const theirs: Thing = { name: 'Cap', price: 450, version: 2 }
  const tried: { values: object; version: number }[] = []
  const submit = async (values: { name: string; price: number }, base: Thing) => {
    tried.push({ values, version: base.version })
    if (base.version < 2) throw refusal(412, 'stale_version')
    return { ...values, version: 3 }
  }

  it('shows theirs, adopts what I did not touch, and overwrites only when told', async () => {
    const { result } = draftOf(submit, theirs)
    act(() => result.current.set({ name: 'Coast cap' }))
    await act(() => result.current.save())
    expect(result.current).toMatchObject({ state: 'conflict', theirs, values: { name: 'Coast cap', price: 450 } })
    await act(() => result.current.keepMine())
    expect(tried.at(-1)).toEqual({ values: { name: 'Coast cap', price: 450 }, version: 2 })
    expect(result.current.state).toBe('saved')
  })

  it('drops mine when I take theirs', async () => {
    const { result } = draftOf(submit, theirs)
    act(() => result.current.set({ name: 'Coast cap' }))
    await act(() => result.current.save())
    act(() => result.current.takeTheirs())
    expect(result.current).toMatchObject({ state: 'clean', values: { name: 'Cap', price: 450 } })
  })
})

describe('the parts of a conflict', () => {
  it('keep lists that I did not touch as theirs', () => {
    expect(rebased({ a: ['x'], b: 1 }, { a: ['x'], b: 2 }, { a: ['y'], b: 1 })).toEqual({ a: ['y'], b: 2 })
  })

  it('name fields by their pointer into the body', () => {
    expect(pointersOf(refusal(422, 'bad_domain', ['/body/domains/0', '/query/limit']))).toEqual({
      'domains/0': 'bad_domain',
      'query/limit': 'bad_domain',
    })
  })
})

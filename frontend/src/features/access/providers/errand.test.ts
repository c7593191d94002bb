import { expect, it, vi } from 'vitest'
import { errandOf, inside, leaveFor } from './errand'

it('remembers in this tab why a browser left, once', () => {
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined)
  leaveFor('https://id.example/authorize?state=a', { purpose: 'link', to: '/security' })
  expect(String(assign.mock.calls[0]?.[0])).toBe('https://id.example/authorize?state=a')
  expect(errandOf('a')).toEqual({ purpose: 'link', to: '/security' })
  expect(errandOf('a')).toEqual({ purpose: 'signIn', to: '/' })
})

it('brings nobody anywhere else than to our own pages', () => {
  vi.spyOn(location, 'assign').mockImplementation(() => undefined)
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'work']) {
    expect(inside(to)).toBe(false)
    leaveFor('https://id.example/?state=b', { purpose: 'signIn', to })
    expect(errandOf('b').to).toBe('/')
  }
  expect(inside('/work?desk=1')).toBe(true)
})

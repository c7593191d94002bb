import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { FaultBoundary } from './FaultBoundary'

function Screen({ breaks }: { breaks: boolean }) {
  if (breaks) throw new Error('a screen that breaks')
  return <p>well</p>
}

function show(address: string, breaks: boolean) {
  return (
    <FaultBoundary address={address} fallback={<p>broken</p>}>
      <Screen breaks={breaks} />
    </FaultBoundary>
  )
}

test('a broken screen shows the fallback until another address is opened', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { rerender } = render(show('/season', true))
  expect(screen.getByText('broken')).toBeTruthy()

  rerender(show('/season', false))
  expect(screen.getByText('broken')).toBeTruthy()

  rerender(show('/shop', false))
  expect(screen.getByText('well')).toBeTruthy()
})

import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { signedOut, signIn } from '../app/session'
import { Acts } from './Acts'

const as = (role: 'manager' | 'auditor') =>
  signIn({
    accessToken: 'a',
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    actor: { id: `mgr_${role}`, role, name: 'Wim' },
  })

it('offers nothing that changes something to who only reads', () => {
  as('manager')
  const seen = render(<Acts>Save</Acts>)
  expect(screen.getByText('Save')).toBeTruthy()
  seen.unmount()
  signedOut(false)
  as('auditor')
  render(<Acts>Save</Acts>)
  expect(screen.queryByText('Save')).toBeNull()
})

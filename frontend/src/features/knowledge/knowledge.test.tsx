import { screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { network, onScreen, problem } from '../../testing/server'
import { FactCreate } from './FactEdit'
import { FactsPage } from './FactsPage'

const fact = {
  id: 'fct_1',
  title: 'Terp inputs',
  body: 'Phono MM, line, USB-C, optical.',
  source: 'Data sheet',
  productId: 'prd_1',
  language: 'en',
  used: 7,
  solved: 6,
  archived: false,
  version: 1,
}

const around = {
  'GET /brand': () => ({ body: { name: 'Noorder Audio', languages: ['en', 'nl'] } }),
  'GET /products': () => ({ body: { items: [{ id: 'prd_1', name: 'Terp' }] } }),
  'GET /contact-reasons': () => ({ body: { items: [] } }),
}

afterEach(() => vi.unstubAllGlobals())

test('the list says how each fact did, and teaches when nothing fits', async () => {
  let items = [fact]
  network({ ...around, 'GET /facts': () => ({ body: { items } }) })
  const { user } = onScreen(
    <Routes>
      <Route path="*" element={<FactsPage />} />
    </Routes>,
  )
  const row = await screen.findByRole('link', { name: /Terp inputs/ })
  await waitFor(() => expect(row.textContent).toContain('Terp, English'))
  expect(row.textContent).toContain('used 7 times, solved 6')
  items = []
  await user.type(screen.getByRole('searchbox', { name: 'Find a fact' }), 'phono')
  expect(await screen.findByText('No fact fits')).toBeTruthy()
})

test('a fact is sent with what was given, shown as a card first, and a refusal stands at its field', async () => {
  const sent = network({
    ...around,
    'POST /facts': (body) =>
      JSON.stringify(body).includes('Data') ? { status: 201, body: fact } : problem(422, 'fact_source', '/body/source'),
  })
  const { user } = onScreen(<FactCreate />)
  const puts = async (label: RegExp, text: string) => {
    await user.click(screen.getByLabelText(label))
    await user.paste(text)
  }
  await puts(/^Title/, 'Terp inputs')
  await puts(/^The fact/, 'Phono MM, line.')
  expect(screen.getAllByText('Phono MM, line.').length, 'in the field and on the card').toBeGreaterThan(1)
  await user.click(screen.getByRole('button', { name: 'Add the fact' }))
  expect(await screen.findByText('Say where it is from, in 1 to 120 letters.')).toBeTruthy()
  await puts(/^Source/, 'Data sheet')
  await user.click(screen.getByRole('button', { name: 'Add the fact' }))
  await waitFor(() => expect(sent.filter(({ what }) => what === 'POST /facts')).toHaveLength(2))
  expect(sent.findLast(({ what }) => what === 'POST /facts')?.body).toEqual({
    title: 'Terp inputs',
    body: 'Phono MM, line.',
    source: 'Data sheet',
    language: 'en',
  })
})

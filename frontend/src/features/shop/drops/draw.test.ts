import { expect, test } from 'vitest'
import { drawAgain, sha256 } from './draw'

// The same draw as in domain/shop/draw_test.go.
const seed = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'
const tickets = [
  { id: 'ent_ada', half: false, senior: false },
  { id: 'ent_bo', half: true, senior: false },
  { id: 'ent_cleo', half: false, senior: true },
  { id: 'ent_dirk', half: false, senior: false },
  { id: 'ent_els', half: true, senior: true },
  { id: 'ent_finn', half: false, senior: false },
]

test('the browser draws what the server draws', async () => {
  const order = await drawAgain(seed, tickets, 1)
  expect(order.map(({ id }) => id)).toEqual(['ent_cleo', 'ent_ada', 'ent_dirk', 'ent_els', 'ent_finn', 'ent_bo'])
  expect(await sha256(seed)).toBe('331ab04caa328927f706627b812f4139f9ec42a6d61f17e468a70c41a48d8f67')
})

test('the order of the entries does not matter, the seed does', async () => {
  const order = await drawAgain(seed, tickets, 1)
  expect(await drawAgain(seed, [...tickets].reverse(), 1)).toEqual(order)
  expect(await drawAgain(`${seed.slice(1)}0`, tickets, 1)).not.toEqual(order)
})

import { expect, it } from 'vitest'
import { back, fresh, said, waited } from './useTry'

it('a text comes after the last that was said, and after the silence', () => {
  const one = said(fresh(7), ' Good evening ', 0)
  expect(one).toEqual({ seed: 7, texts: [{ text: 'Good evening', second: 25 }], second: 25 })
  const two = said(waited(one, 40, 150), 'Still here', 190)
  expect(two.texts.at(-1)).toEqual({ text: 'Still here', second: 215 })
})

it('never goes beyond what a play has', () => {
  let now = waited(fresh(1), 0, 5_000)
  expect(now.second).toBe(900)
  for (let number = 0; number < 40; number++) now = said(now, `text ${number}`, 900)
  expect(now.texts).toHaveLength(25)
  expect(now.texts.at(-1)?.second).toBe(900)
})

it('takes the last text back with the silence after it', () => {
  const two = waited(said(said(fresh(1), 'one', 0), 'two', 30), 60, 150)
  expect(back(two)).toEqual({ seed: 1, texts: [{ text: 'one', second: 25 }], second: 25 })
  expect(back(back(two))).toEqual(fresh(1))
  expect(back(fresh(3))).toEqual(fresh(3))
})

import { act, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { clock, day, number, ordinal, signed } from './format'
import { defineTexts, setLanguage } from './index'
import { Rich } from './rich'

const { useTexts, texts } = defineTexts(
  { hello: 'Hello {{name}}', waits_one: '{{count}} waits', waits_other: '{{count}} wait', rich: '<b>{{n}}</b> to go' },
  { hello: 'Dag {{name}}', waits_one: '{{count}} wacht', waits_other: '{{count}} wachten', rich: 'Nog <b>{{n}}</b>' },
)

afterEach(() => act(() => setLanguage('en')))

function Greeting() {
  const t = useTexts()
  return <p>{t('hello', { name: 'Marit' })}</p>
}

test('a component follows the language', () => {
  render(<Greeting />)
  expect(screen.getByText('Hello Marit')).toBeTruthy()
  act(() => setLanguage('nl'))
  expect(screen.getByText('Dag Marit')).toBeTruthy()
  expect(document.documentElement.lang).toBe('nl')
})

test('counts choose their form', () => {
  expect([1, 2].map((count) => texts()('waits', { count }))).toEqual(['1 waits', '2 wait'])
})

test('marked parts of a sentence are figures, wherever the language puts them', () => {
  act(() => setLanguage('nl'))
  const { container } = render(<Rich text={texts()('rich', { n: 5 })} />)
  expect(container.textContent).toBe('Nog 5')
  expect(container.querySelector('b')?.className).toBe('fig')
})

test('numbers and days are written as the reader writes them', () => {
  expect([number(4846), signed(-10), ordinal(4), ordinal(22)]).toEqual(['4,846', '−10', '4th', '22nd'])
  expect(day('2026-09-28T12:00:00Z', 'UTC')).toBe('28 Sep')
  act(() => setLanguage('nl'))
  expect([number(4846), number(1.3, 2), ordinal(4)]).toEqual(['4.846', '1,3', '4e'])
  expect(clock('2026-11-21T19:41:00Z', 'Europe/Amsterdam')).toBe('20:41')
})

import { act, render, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { setKeysOn, useAltKeys, useSingleKeys } from './keys'

beforeEach(() => {
  setKeysOn(true, 'alt')
  setKeysOn(true, 'single')
})

function Desk({ alt, single }: { alt: () => void; single: () => void }) {
  useAltKeys({ 1: alt })
  useSingleKeys({ '?': single })
  return (
    <>
      <button type="button">somewhere</button>
      <textarea aria-label="text" />
      <div role="listbox" tabIndex={0}>
        list
      </div>
    </>
  )
}

function desk() {
  const [alt, single] = [vi.fn(), vi.fn()]
  render(<Desk alt={alt} single={single} />)
  return { alt, single, button: screen.getByRole('button'), text: screen.getByRole('textbox') }
}

/** press sends a key as a browser does; this DOM takes Alt for AltGr. */
function press(target: Element, { altGraph = false, ...init }: KeyboardEventInit & { altGraph?: boolean }) {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  Object.defineProperty(event, 'getModifierState', { value: (name: string) => altGraph && name === 'AltGraph' })
  act(() => void target.dispatchEvent(event))
}

const altOne = { key: '1', code: 'Digit1', altKey: true }

test('Alt works while somebody types, a single key does not', () => {
  const { alt, single, button, text } = desk()
  press(text, altOne)
  press(text, { key: '?' })
  press(screen.getByRole('listbox'), { key: '?' })
  expect([alt.mock.calls.length, single.mock.calls.length]).toEqual([1, 0])
  press(button, { key: '?' })
  expect(single).toHaveBeenCalledOnce()
})

test('what a screen reader or AltGr holds is no shortcut', () => {
  const { alt, button } = desk()
  press(button, { ...altOne, ctrlKey: true })
  press(button, { ...altOne, metaKey: true })
  press(button, { ...altOne, repeat: true })
  press(button, { ...altOne, altGraph: true })
  expect(alt).not.toHaveBeenCalled()
})

test('each kind can be turned off, and the choice is kept', () => {
  const { alt, single, button } = desk()
  act(() => setKeysOn(false, 'single'))
  press(button, { key: '?' })
  press(button, altOne)
  expect([alt.mock.calls.length, single.mock.calls.length]).toEqual([1, 0])
  act(() => setKeysOn(false, 'alt'))
  press(button, altOne)
  expect(alt).toHaveBeenCalledOnce()
  expect([localStorage.getItem('kenner.keys'), localStorage.getItem('kenner.keys.single')]).toEqual(['off', 'off'])
})

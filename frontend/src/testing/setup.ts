import processConsole from 'node:console'
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// A frame's page is another server's: nothing loads it here. The document tells so on the process's own console, which
// no test looks at, and the ten lines a frame would hide what failed.
const tell = processConsole.error.bind(processConsole)
processConsole.error = (...words: unknown[]) => {
  if (!String(words[0]).includes('Iframe page loading is disabled')) tell(...words)
}

afterEach(() => {
  cleanup()
  localStorage.clear()
})

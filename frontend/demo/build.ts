import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mark } from '../src/design/svg/mark'
import { markup } from '../src/design/svg/markup'
import { pages } from './pages'

const copies = {
  'demo/shop.css': 'shop.css',
  'demo/account.js': 'account.js',
  'src/design/tokens.css': 'tokens.css',
  'node_modules/@fontsource/cantarell/files/cantarell-latin-400-normal.woff2': 'cantarell-400.woff2',
  'node_modules/@fontsource/cantarell/files/cantarell-latin-700-normal.woff2': 'cantarell-700.woff2',
  'node_modules/@fontsource-variable/roboto-condensed/files/roboto-condensed-latin-wght-normal.woff2':
    'roboto-condensed.woff2',
}

/** Writes the demo's shop into a folder: its pages, its style and its letters. */
export function buildDemo(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const [file, page] of Object.entries(pages())) writeFileSync(join(folder, file), page)
  for (const [from, to] of Object.entries(copies)) copyFileSync(from, join(folder, to))
  const drawn = markup(mark, { width: 34, height: 34 }).replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
  writeFileSync(
    join(folder, 'mark.svg'),
    drawn.replaceAll('var(--accent)', '#145c46').replaceAll('var(--on-accent)', '#f4faf7'),
  )
}

import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const copies = {
  'src/join/join.css': 'join.css',
  'src/join/help.css': 'help.css',
  'src/design/tokens.css': 'tokens.css',
  'node_modules/@fontsource/cantarell/files/cantarell-latin-400-normal.woff2': 'cantarell-400.woff2',
  'node_modules/@fontsource/cantarell/files/cantarell-latin-700-normal.woff2': 'cantarell-700.woff2',
}

/** Writes the style of a vacancy's page into a folder; the server writes the page itself. */
export function buildJoin(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const [from, to] of Object.entries(copies)) copyFileSync(from, join(folder, to))
}

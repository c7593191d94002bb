import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync('dist/app.manifest.json', 'utf8'))

/** firstLoad is every file that the browser needs before a screen shows: the entry, the screen, and what both import. */
function firstLoad(...starts) {
  const files = new Set()
  const visit = (name) => {
    const chunk = manifest[name]
    if (files.has(`dist/${chunk.file}`)) return
    files.add(`dist/${chunk.file}`)
    for (const css of chunk.css ?? []) files.add(`dist/${css}`)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const start of starts) visit(start)
  return [...files]
}

export default [
  { name: 'loader', path: 'dist/embed/kenner.js', limit: '3 kB', gzip: true },
  { name: 'widget', path: ['dist/assets/widget-*.js', 'dist/assets/widget-*.css'], limit: '60 kB', gzip: true },
  {
    name: 'workbench, first load',
    path: firstLoad('index.html', 'src/features/desk/WorkPage.tsx'),
    limit: '240 kB',
    gzip: true,
  },
]

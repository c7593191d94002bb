import { dirname, join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { buildDemo } from './demo/build'
import { buildJoin } from './src/join/build'

/** The demo's shop and the style of vacancies stand beside the loader. */
const demo: Plugin = {
  name: 'demo-shop',
  writeBundle: ({ dir = 'dist/embed' }) => {
    buildDemo(join(dirname(dir), 'demo'))
    buildJoin(join(dirname(dir), 'join'))
  },
}

// The loader that a shop puts on its pages: one file, no imports, at most 3 kB gzip.
export default defineConfig({
  publicDir: false,
  plugins: [demo],
  build: {
    target: 'es2022',
    emptyOutDir: false,
    outDir: 'dist/embed',
    modulePreload: false,
    rolldownOptions: { input: 'src/embed/kenner.ts', output: { entryFileNames: 'kenner.js' } },
  },
})

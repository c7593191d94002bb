import { defineConfig } from 'vite'

// The loader that a shop puts on its pages: one file, no imports, at most 3 kB gzip.
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    emptyOutDir: false,
    outDir: 'dist/embed',
    modulePreload: false,
    rolldownOptions: { input: 'src/embed/kenner.ts', output: { entryFileNames: 'kenner.js' } },
  },
})

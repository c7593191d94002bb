import { defineConfig } from 'vite'

// The loader that a shop puts on its pages: one file, no imports, at most 3 kB gzip.
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2020',
    emptyOutDir: false,
    outDir: 'dist/embed',
    lib: { entry: 'src/embed/kenner.ts', formats: ['es'], fileName: () => 'kenner.js' },
  },
})

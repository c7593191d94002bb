import { defineConfig } from 'vite'

const server = process.env.KENNER_URL ?? 'http://127.0.0.1:8080'
const proxied = { target: server, changeOrigin: false, ws: true }

// The widget's frame and the plain chat page: Preact, no chunk shared with the React app.
export default defineConfig({
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    cssTarget: ['chrome111', 'safari16.4', 'firefox121'],
    emptyOutDir: false,
    manifest: 'widget.manifest.json',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: 'widget.html',
      output: { entryFileNames: 'assets/widget-[hash].js', chunkFileNames: 'assets/widget-live-[hash].js' },
    },
  },
  server: { port: 5174, proxy: { '/api': proxied } },
})

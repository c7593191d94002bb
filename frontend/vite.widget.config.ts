import { defineConfig } from 'vite'

// The widget's frame and the plain chat page: Preact, no chunk shared with the React app.
export default defineConfig({
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    emptyOutDir: false,
    manifest: 'widget.manifest.json',
    rolldownOptions: { input: 'widget.html', output: { entryFileNames: 'assets/widget-[hash].js' } },
  },
})

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { operations } from './vite.operations.ts'

const server = process.env.KENNER_URL ?? 'http://127.0.0.1:8080'
const proxied = { target: server, changeOrigin: false, ws: true }

// The React app. The widget and the loader have their own configurations, so that they share no chunk with React.
export default defineConfig({
  plugins: [operations(), react()],
  build: {
    target: 'es2022',
    cssTarget: ['chrome111', 'safari16.4', 'firefox121'],
    manifest: 'app.manifest.json',
    rolldownOptions: { input: 'index.html' },
  },
  server: {
    port: 5173,
    proxy: { '/api': proxied, '/embed': proxied, '/widget': proxied, '/chat': proxied, '/demo': proxied },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'vite.*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000, // a machine that has much to do is slow, not wrong
  },
})

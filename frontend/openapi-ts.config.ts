import { defineConfig } from '@hey-api/openapi-ts'

// Types and functions of every operation in api/openapi.yaml. The output is not committed.
export default defineConfig({
  input: '../api/openapi.yaml',
  output: { path: 'src/client' },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', responseStyle: 'data' },
  ],
})

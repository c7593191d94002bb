import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.story.ts',
  globalSetup: './e2e/past.ts',
  fullyParallel: false,
  // Two cores, and much of a story is waiting.
  workers: 2,
  // Far more than a story takes: a machine that others slow down fails none.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  // On a machine that others use as well a story may be cut off; the report names one that needed a second go as flaky.
  retries: 1,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    actionTimeout: 45_000,
    launchOptions: {
      executablePath: process.env.KENNER_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-component-update',
        '--disable-sync',
        // Instead of Playwright's own list, which takes away the storage that real browsers give to a frame of another site.
        '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,PaintHolding',
      ],
    },
    trace: 'retain-on-failure',
  },
})

import { defineConfig, devices } from '@playwright/test'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { SIGNED_IN } from '@/e2e/fixtures/signed-in-state'

/** The journeys run against the built product and a simulator, which e2e/fixtures/product-setup.ts starts once for all. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/browser',
  globalSetup: './e2e/fixtures/product-setup.ts',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  // The browser, the product and the tests of the simulator share what cores there are.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    baseURL: process.env.LAMBDASCOPE_TEST_URL,
    storageState: SIGNED_IN,
    launchOptions: CHROMIUM,
    // What the page was at its end is in the screenshot: to copy it at each step of each test takes the processor from all.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: true },
    screenshot: 'only-on-failure',
  },
})

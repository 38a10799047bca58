import { defineConfig, devices } from '@playwright/test'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { SIGNED_IN } from '@/e2e/fixtures/signed-in-state'

/** Tests that change what any page may show, such as an account or the state of an issue. */
const CHANGES = /@changes/

/**
 * The journeys run against the built product and a simulator, which e2e/fixtures/product-setup.ts starts once for all. Those
 * that only look run side by side; those that change what others look at run one after another when they are done.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/browser',
  globalSetup: './e2e/fixtures/product-setup.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // Two browsers, the product and the tests of the simulator share what cores there are.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  projects: [
    { name: 'looks', grepInvert: CHANGES },
    { name: 'changes', grep: CHANGES, workers: 1, dependencies: ['looks'] },
  ],
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

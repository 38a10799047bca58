import type { Page } from '@playwright/test'
import type { Picture } from '@/e2e/screenshots/picture'

const DAY_MS = 86_400_000
const STALE_MS = 60_000

/** As the server answers what it did not expect. */
async function failOn(page: Page, part: string): Promise<void> {
  const requestId = '4f0c2b1e-6a63-4d0c-9d55-0d6f0e6b8a11'
  const message = `Something went wrong here. The log of the server has it under the request ID ${requestId}.`
  const json = { error: { code: 'INTERNAL', message, requestId } }
  await page.route(new RegExp(`/api/${part}`), (route) => route.fulfill({ status: 500, json }))
}

/** What stands where figures would stand, as far as requests and addresses bring it about: of a product that pulls. */
export function listStates(functionName: string): Picture[] {
  const [fn, now] = [`/functions/${functionName}`, Date.now()]
  return [
    {
      name: 'state-loading',
      path: '/logs?view=patterns&range=1h',
      // Never answered.
      before: async (page) => {
        await page.route('**/api/logs/patterns*', () => {})
      },
      settle: (page) => page.locator('.skeleton').first().waitFor(),
    },
    {
      name: 'state-error',
      path: '/logs?view=patterns&range=1h',
      before: (page) => failOn(page, 'logs/patterns'),
      settle: (page) => page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: STALE_MS }),
    },
    {
      name: 'state-stale',
      path: `${fn}?range=1h`,
      before: (page) => failOn(page, 'functions/'),
      settle: (page) => page.getByRole('button', { name: 'Refresh now' }).waitFor({ timeout: STALE_MS }),
    },
    { name: 'state-not-known', path: `${fn}?from=${now - 9 * DAY_MS}&to=${now - 8 * DAY_MS}` },
    { name: 'state-partly-known', path: `${fn}?range=24h` },
    { name: 'state-empty-search', path: '/logs?range=1h&query=zebracrossing' },
    { name: 'state-empty-issues', path: '/issues?range=1h&state=resolved' },
    { name: 'state-no-filter-match', path: '/functions?q=zebracrossing' },
    { name: 'state-not-found-function', path: '/functions/no-such-function' },
    { name: 'state-not-found-trace', path: '/traces/1-00000000-000000000000000000000000' },
    { name: 'state-not-found-invocation', path: '/invocations/00000000-0000-0000-0000-000000000000' },
    { name: 'state-not-found-issue', path: '/issues/no-such-issue' },
    { name: 'state-not-found-page', path: '/no-such-page' },
  ]
}

/** Of a product whose budget is used up. */
export const CAPPED: Picture[] = [
  { name: 'state-capped-sync', path: '/sync' },
  { name: 'state-capped-functions', path: '/functions?range=15m' },
]

/** Of a product that has not begun to pull. */
export const NOTHING_PULLED: Picture[] = [
  'overview',
  'functions',
  'traces',
  'logs',
  'issues',
  'concurrency',
  'cost',
  'changes',
  'sync',
].map((name) => ({ name: `state-nothing-pulled-${name}`, path: `/${name}` }))

/** Of a product that is refused what it asks for. */
export const DENIED: Picture[] = ['overview', 'functions', 'traces', 'logs', 'sync'].map((name) => ({
  name: `state-denied-${name}`,
  path: `/${name}`,
}))

/** Of a product that may read everything but log lines. */
export function listLinesDenied(functionName: string): Picture[] {
  const fn = `/functions/${functionName}`
  const pages = {
    summary: fn,
    invocations: `${fn}/invocations`,
    performance: `${fn}/performance`,
    versions: `${fn}/versions`,
  }
  return [
    { name: 'state-lines-denied-overview', path: '/overview' },
    ...Object.entries(pages).map(([name, path]) => ({ name: `state-lines-denied-${name}`, path })),
    { name: 'state-lines-denied-issues', path: '/issues' },
    { name: 'state-lines-denied-logs', path: '/logs' },
    { name: 'state-lines-denied-cost', path: '/cost' },
  ]
}

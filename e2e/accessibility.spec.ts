import { expect, expectAccessible, test } from '@/e2e/fixtures/test'

const PAGES = [
  { name: 'overview', path: '/overview' },
  { name: 'functions', path: '/functions' },
  { name: 'function', path: '/functions/orders-api' },
  { name: 'function of an alias', path: '/functions/orders-api?qualifier=live' },
  { name: 'configuration', path: '/functions/orders-api/configuration' },
  { name: 'triggers', path: '/functions/orders-api/triggers' },
  { name: 'invocations of a function', path: '/functions/orders-api/invocations' },
  { name: 'performance of a function', path: '/functions/orders-api/performance' },
  { name: 'concurrency of a function', path: '/functions/orders-api/concurrency' },
  { name: 'versions of a function', path: '/functions/checkout/versions' },
  { name: 'concurrency', path: '/concurrency?plan=catalog-api%3D950' },
  { name: 'traces', path: '/traces' },
  { name: 'logs', path: '/logs' },
  { name: 'patterns of logs', path: '/logs?view=patterns' },
  { name: 'live tail of logs', path: '/logs?view=tail' },
  { name: 'Logs Insights', path: '/logs?view=insights' },
  { name: 'what changed', path: '/changes?range=30d' },
  { name: 'issues', path: '/issues' },
  { name: 'cost', path: '/cost' },
  { name: 'sync', path: '/sync' },
  { name: 'account', path: '/account' },
  { name: 'no such function', path: '/functions/no-such-function' },
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    for (const { name, path } of PAGES) {
      test(`${name} has no accessibility violation`, async ({ page }) => {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('.skeleton')).toHaveCount(0)
        await expectAccessible(page)
      })
    }

    test('a trace and an invocation have no accessibility violation', async ({ page, fleet }) => {
      const slow = await fleet.slowOrder(fleet.settledWindow(120))
      await page.goto(`/traces/${slow.traceId}`)
      await page.getByRole('treegrid', { name: 'Trace waterfall' }).getByRole('row').nth(2).click()
      await expect(page.getByRole('complementary', { name: 'Segment details' })).toBeVisible()
      await expect(page.locator('.skeleton')).toHaveCount(0)
      await expectAccessible(page)
      await page.getByRole('link', { name: 'Invocation', exact: true }).first().click()
      await page.waitForURL(/\/invocations\//)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      // The title of a page that a link leads to may come a moment after its content.
      await expect(page).toHaveTitle(/orders-api/)
      await expectAccessible(page)
    })

    test('the sign-in page has no accessibility violation', async ({ browser, baseURL }) => {
      const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] }, colorScheme, baseURL })
      const page = await stranger.newPage()
      await page.goto('/sign-in')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
      await stranger.close()
    })
  })
}

import type { Page } from '@playwright/test'
import {
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  test,
} from '@/e2e/fixtures/test'

const PAGES = [
  { name: 'overview', path: '/overview' },
  { name: 'functions', path: '/functions' },
  { name: 'function', path: '/functions/orders-api' },
  { name: 'function of an alias', path: '/functions/orders-api?qualifier=live' },
  { name: 'configuration', path: '/functions/orders-api/configuration' },
  { name: 'triggers', path: '/functions/orders-api/triggers' },
  { name: 'invocations of a function', path: '/functions/orders-api/invocations' },
  { name: 'performance of a function', path: '/functions/orders-api/performance' },
  { name: 'concurrency of a function', path: '/functions/orders-api/concurrency?range=15m' },
  { name: 'versions of a function', path: '/functions/checkout/versions' },
  { name: 'concurrency', path: '/concurrency?plan=catalog-api%3D950' },
  { name: 'traces', path: '/traces' },
  { name: 'map', path: '/map' },
  { name: 'map as tables', path: '/map?view=table' },
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

// "I do not see it as others do: can I use this page, in either theme, as numbers, and on my phone?"
for (const { name, path } of PAGES) {
  test(`${name} has no accessibility violation, in either theme and as data, and fits a phone`, async ({ page }) => {
    await page.goto(path)
    await expectWhole(page)
    await expectAccessibleInBothThemes(page)
    const asData = page.getByRole('main').getByRole('button', { name: 'Show data' })
    const pictures = await asData.count()
    for (let left = pictures; left > 0; left -= 1) {
      await asData.first().click()
      await expect(asData).toHaveCount(left - 1)
    }
    if (pictures > 0) {
      await expect(page.locator('.skeleton')).toHaveCount(0)
      await expectAccessible(page, { within: 'main' })
    }
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
  })
}

// "And the pages of one trace, one call and one error?"
test('a trace, an invocation and an issue have no accessibility violation', async ({ page, fleet }) => {
  const slow = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${slow.traceId}`)
  await page.getByRole('treegrid', { name: 'Trace waterfall' }).getByRole('row').nth(3).click()
  await expect(page.getByRole('complementary', { name: 'Segment details' })).toBeVisible()
  await expectWhole(page)
  await expectAccessibleInBothThemes(page)
  await page.getByRole('link', { name: 'Invocation', exact: true }).first().click()
  await page.waitForURL(/\/invocations\//)
  // The title of a page that a link leads to may come a moment after its content.
  await expect(page).toHaveTitle(/orders-api/)
  await expectWhole(page)
  await expectAccessibleInBothThemes(page)
  await page.goto('/issues?sort=count')
  await page.getByRole('region', { name: 'Issues' }).getByRole('rowheader').first().getByRole('link').click()
  await page.waitForURL(/\/issues\/./)
  await expect(page.getByRole('heading', { level: 2, name: 'First bad version' })).toBeVisible()
  await expectWhole(page)
  await expectAccessibleInBothThemes(page)
})

// "And what opens over a page?"
test('what opens over a page has no accessibility violation', async ({ page }) => {
  // Some twenty things are opened and looked at in two themes.
  test.slow()
  await page.goto('/functions')
  await expectWhole(page)
  const openers = page.locator('button[popovertarget]:visible')
  expect(await openers.count()).toBeGreaterThan(12)
  for (const opener of await openers.all()) {
    await opener.click()
    await expect(opener).toHaveAttribute('aria-expanded', 'true')
    await expectAccessibleInBothThemes(page, { within: '[popover]' })
    await page.keyboard.press('Escape')
  }
  await page.goto('/functions/orders-api')
  for (const name of ['Qualifier: All', 'What this counts']) {
    await page.getByRole('button', { name }).first().click()
    await expectAccessibleInBothThemes(page, { within: '[popover]' })
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectAccessibleInBothThemes(page, { within: 'dialog' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await expectAccessibleInBothThemes(page, { within: 'dialog' })
})

// "And can I get in at all?"
test('the sign-in page has no accessibility violation', async ({ browser, baseURL }) => {
  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL })
  const page = await stranger.newPage()
  await page.goto('/sign-in')
  await expectWhole(page)
  await expectAccessibleInBothThemes(page)
  await stranger.close()
})

async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('.skeleton')).toHaveCount(0)
}

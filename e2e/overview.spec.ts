import type { Locator } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures/test'
import { formatCount } from '@/lib/domain/format'

// "I was called because something fails: what is it, and which call shows me why?"
test('the overview leads to what failed most, to a call that failed, and to its trace, in four clicks', async ({
  page,
  fleet,
}) => {
  let clicks = 0
  const click = async (target: Locator) => {
    await target.click()
    clicks += 1
  }
  const window = fleet.settledWindow(60)
  const { region, name, all } = await fleet.incident(window)
  const failures = (await fleet.invocations(region, name, window)).filter(({ result }) => result !== 'success')
  await page.goto(`/overview?from=${window.fromMs}&to=${window.toMs}`)
  const figures = page.getByRole('region', { name: 'Figures of the fleet' })
  await click(figures.getByRole('link').nth(1))
  await expect(page).toHaveURL(/functions\?.*sort=-errors/)

  const worst = page.getByRole('row').nth(1)
  await expect(worst.getByRole('rowheader').getByRole('link')).toHaveText(name)
  await click(worst.getByTitle(`${all.errors} of ${all.invocations} invocations`).getByRole('link'))
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  const rows = page.getByRole('region', { name: 'Invocations', exact: true }).locator('tbody tr')
  await expect(rows).toHaveCount(Math.min(50, failures.length))
  const traced = rows.filter({ has: page.locator('a[href^="/traces/"]') }).first()
  await click(traced.locator('a[href^="/invocations/"]').first())
  await expect(page.getByRole('heading', { level: 1, name: /^Invocation/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Error' })).toBeVisible()
  const requestId = (await page.getByRole('heading', { level: 1 }).innerText()).replace(/^Invocation\s*/, '')
  const failure = failures.find((one) => one.requestId === requestId)
  expect(failure, `the simulator says that ${requestId} failed`).toBeDefined()

  await click(page.getByRole('main').locator(`a[href*="${failure?.traceId}"]`).first())
  await expect(page.getByRole('treegrid', { name: 'Trace waterfall' })).toContainText(name)
  expect(clicks).toBe(4)
})

// "How much is going on, and is it more than usual?"
test('the overview counts what happened in the fleet', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/overview?from=${window.fromMs}&to=${window.toMs}`)
  const truth = await fleet.totals(window)
  const figures = page.getByRole('region', { name: 'Figures of the fleet' })
  await expect(figures.getByTitle(String(truth.invocations), { exact: true })).toBeVisible()
  await expect(figures.getByTitle(`${truth.errors} of ${truth.invocations}`)).toBeVisible()
  for (const region of ['eu-west-1', 'us-east-1']) {
    const pool = page
      .getByRole('list', { name: 'Claimed concurrency' })
      .getByRole('listitem')
      .filter({ hasText: region })
    const claimed = await fleet.mostClaimed(region, window)
    await expect(pool).toContainText(`${formatCount(claimed)} of ${formatCount(1_000)} ·`)
  }
})

// "It is up since yesterday, and I look at a week."
test('a week of which a day is pulled shows the figures of the day, and says that they are', async ({ page }) => {
  await page.goto('/overview?range=7d')
  const tiles = page.getByRole('region', { name: 'Figures of the fleet' })
  await expect(tiles.getByText(/^\d.* of 7 d( \d+ h)? pulled$/).first()).toBeVisible()
  await expect(tiles).not.toContainText('not read yet')
  await page.getByRole('link', { name: 'Functions', exact: true }).first().click()
  await expect(page.getByText(/figures since .*: nothing earlier is pulled/)).toBeVisible()
  await expect(
    page
      .getByRole('row', { name: /orders-api/ })
      .getByRole('link', { name: /^[\d.]+( k)?$/ })
      .first(),
  ).toBeVisible()
})

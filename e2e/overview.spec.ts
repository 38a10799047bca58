import type { Locator } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures/test'

// "I was called because something fails: what is it, and which call shows me why?"
test('the overview leads to a failing invocation, and its trace, in four clicks', async ({ page, fleet }) => {
  let clicks = 0
  const click = async (target: Locator) => {
    await target.click()
    clicks += 1
  }
  const window = fleet.settledWindow(60)
  await page.goto(`/overview?from=${window.fromMs}&to=${window.toMs}`)
  const figures = page.getByRole('region', { name: 'Figures of the fleet' })
  await click(figures.getByRole('link').nth(1))
  await expect(page).toHaveURL(/functions\?.*sort=-errors/)

  const worst = page.getByRole('row').nth(1)
  const name = await worst.getByRole('rowheader').getByRole('link').innerText()
  const { all } = await fleet.counts('eu-west-1', name, window)
  expect(all.errors).toBeGreaterThan(0)
  await click(worst.getByTitle(/^\d+ of \d+ invocations$/).getByRole('link'))
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  const failed = page.getByRole('region', { name: 'Invocations', exact: true }).getByRole('row').nth(1)
  await expect(failed).toContainText(/Error|Timeout|Out of memory|Init error/)
  await click(failed.getByRole('link').first())
  await expect(page.getByRole('heading', { level: 1, name: /Invocation/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Error' })).toBeVisible()
  expect(clicks).toBeLessThanOrEqual(4)
})

// "How much is going on, and is it more than usual?"
test('the overview counts what happened in the fleet', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/overview?from=${window.fromMs}&to=${window.toMs}`)
  const truth = await fleet.totals(window)
  const figures = page.getByRole('region', { name: 'Figures of the fleet' })
  await expect(figures.getByTitle(String(truth.invocations), { exact: true })).toBeVisible()
  await expect(figures.getByTitle(`${truth.errors} of ${truth.invocations}`)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Claimed concurrency' })).toContainText(/\d+ of \d/)
})

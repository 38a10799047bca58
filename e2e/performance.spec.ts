import { expect, test } from '@/e2e/fixtures/test'

// "Why is it slow, and for which calls?"
test('a cell of the heat map leads to as many invocations as it counts', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/functions/orders-api/performance?from=${window.fromMs}&to=${window.toMs}`)
  await expect(page.getByRole('img', { name: /Durations over time/ })).toBeVisible()
  await page.getByRole('button', { name: 'Show data' }).click()
  const cell = page.getByRole('region', { name: 'Cells of the heat map' }).getByRole('row').nth(1)
  const count = Number(await cell.getByRole('link').innerText())
  await cell.getByRole('link').click()
  await expect(page).toHaveURL(/invocations\?.*maxDurationMs=/)
  const rows = page.getByRole('region', { name: 'Invocations', exact: true }).locator('tbody tr')
  // A page of the list has at most 50.
  await expect(rows).toHaveCount(Math.min(50, count))
  await page.getByRole('button', { name: 'Show every Duration again' }).click()
  await expect(page).not.toHaveURL(/maxDurationMs=/)
})

// "What do its cold starts cost, and would less memory do?"
test('cold starts and memory are told in time and dollars', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  const { all } = await fleet.counts('eu-west-1', 'orders-api', window)
  await page.goto(`/functions/orders-api/performance?from=${window.fromMs}&to=${window.toMs}`)
  await expect(page.getByText('Cold starts', { exact: true }).locator('+ dd')).toHaveText(String(all.coldStarts))
  await expect(page.getByText(/Cheaper than on demand from 60 % utilisation on/)).toBeVisible()
  await expect(page.getByText(/(high|medium|low) confidence/)).toBeVisible()
})

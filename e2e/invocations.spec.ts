import { expect, test } from '@/e2e/fixtures/test'

// "Which calls failed or were slow, and what do they have in common?"
test('facets and a stretch of the histogram narrow the list to as many invocations as they count', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(60)
  const { all } = await fleet.counts('eu-west-1', 'orders-api', window)
  await page.goto(`/functions/orders-api/invocations?from=${window.fromMs}&to=${window.toMs}`)
  await expect(page.getByRole('heading', { name: /^Invocations \d/ }).getByTitle(count(all.invocations))).toBeVisible()
  const start = page.getByRole('region', { name: 'Start', exact: true })
  await expect(start.getByRole('button', { name: /^Cold start/ }).getByTitle(count(all.coldStarts))).toBeVisible()
  await start.getByRole('button', { name: /^Cold start/ }).click()
  await expect(page).toHaveURL(/start=cold/)
  const rows = page.getByRole('region', { name: 'Invocations', exact: true }).locator('tbody tr')
  await expect(rows).toHaveCount(Math.min(50, all.coldStarts))
  await expect(rows.first().getByTitle(/execution environment.*log stream/)).toBeVisible()
  await start.getByRole('button', { name: /^Cold start/ }).click()
  await expect(page).not.toHaveURL(/start=/)

  // By the keyboard alone: the last bar, and the one before it.
  const calls = await fleet.invocations('eu-west-1', 'orders-api', { fromMs: window.toMs - 120_000, toMs: window.toMs })
  await page.getByRole('slider', { name: /^Stretch of time/ }).focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`window=${window.toMs - 120_000}-${window.toMs}`))
  await expect(rows).toHaveCount(Math.min(50, calls.length))
  await page.getByRole('slider', { name: /^Stretch of time/ }).press('Escape')
  await expect(page).not.toHaveURL(/window=/)
})

// "What happened in this one call, and what ran before it in its environment?"
test('an invocation leads to its neighbours in the same execution environment, and to AWS', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  const warm = (await fleet.invocations('eu-west-1', 'orders-api', window)).find(({ coldStart }) => !coldStart)
  if (warm === undefined) throw new Error('no warm invocation of orders-api in the window')
  await page.goto(`/invocations/${warm.requestId}`)
  await expect(page.getByRole('link', { name: /^This invocation:/ })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('link', { name: '← Before it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText(warm.requestId)
  await page.getByRole('link', { name: 'After it →' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(warm.requestId)
  await expect(page.getByRole('link', { name: 'Logs Insights' })).toHaveAttribute('href', new RegExp(warm.requestId))
})

function count(invocations: number): string {
  return invocations.toLocaleString('en')
}

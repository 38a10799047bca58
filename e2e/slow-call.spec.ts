import { expect, test } from '@/e2e/fixtures/test'

// "orders-api is sometimes slow for its live callers: which call is it waiting for?"
test('a slow invocation of an alias leads to the DynamoDB call that was slow', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  const slow = await fleet.slowOrder(window)
  await page.goto(`/functions?from=${window.fromMs}&to=${window.toMs}`)

  await page.getByRole('link', { name: 'orders-api', exact: true }).click()
  await page.getByRole('button', { name: 'Qualifier: All' }).click()
  await page.getByRole('button', { name: /^live/ }).click()
  await expect(page).toHaveURL(/qualifier=live/)

  await page.getByRole('navigation', { name: 'Function' }).getByRole('link', { name: 'Invocations' }).click()
  // While orders-api is slow, more calls are slower than the list is long, and few of them are sampled.
  await page
    .getByRole('region', { name: 'Facets' })
    .getByRole('button', { name: /^Traced/ })
    .click()
  await expect(page).toHaveURL(/traced=yes/)
  await page.getByRole('group', { name: 'Order' }).getByRole('button', { name: 'Slowest' }).click()
  const row = page.getByRole('row').filter({ has: page.getByTitle(slow.requestId) })
  await row.getByTitle(slow.requestId).click()
  await expect(page.getByRole('heading', { name: new RegExp(slow.requestId) })).toBeVisible()
  await expect(page.getByRole('log', { name: 'Log lines' }).or(page.getByLabel('Log lines'))).toContainText('REPORT')

  await page.getByRole('link', { name: 'Open its trace' }).click()
  const waterfall = page.getByRole('treegrid', { name: 'Trace waterfall' })
  await expect(waterfall).toBeVisible()
  // One of its calls to the table took seconds, if not more of them.
  await waterfall
    .getByRole('row', { name: /DynamoDB .*orders.* \d+(\.\d+)? s$/ })
    .first()
    .click()
  const details = page.getByRole('complementary', { name: 'Segment details' })
  await expect(details).toContainText('orders')
  await expect(details.getByText(/^\d(\.\d+)? s$/).first()).toBeVisible()
})

// "My hands stay on the keys: can I walk through a trace?"
test('a trace can be walked with the keyboard alone', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}`)
  const waterfall = page.getByRole('treegrid', { name: 'Trace waterfall' })
  await waterfall.focus()
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    await expect(waterfall.getByRole('row', { selected: true })).toHaveCount(1, { timeout: 500 })
  }).toPass()
  const countRows = async () => Number(await waterfall.getAttribute('aria-rowcount'))
  const before = await countRows()
  await page.keyboard.press('[')
  await expect.poll(countRows).toBeLessThan(before)
  await page.keyboard.press(']')
  await expect.poll(countRows).toBe(before)
})

// "My logs name the trace in the other form: where is it?"
test('both forms of a trace ID open the same trace', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId.slice(2).replace('-', '')}`)
  await expect(page.getByText(traceId, { exact: true }).first()).toBeVisible()
})

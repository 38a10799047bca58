import { expect, test } from '@/e2e/fixtures/test'

// "How often was this function called, and how often did it fail, through this alias?"
test('the tiles of a function equal what happened, for all of it and for its alias', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  const truth = await fleet.counts('eu-west-1', 'orders-api', window)
  const figures = page.getByRole('list', { name: 'Figures of the window' }).or(page.getByLabel('Figures of the window'))
  for (const [qualifier, counts] of [
    ['', truth.all],
    ['live', truth.aliases.live],
  ] as const) {
    if (counts === undefined) throw new Error('orders-api has no alias live')
    await page.goto(`/functions/orders-api?from=${window.fromMs}&to=${window.toMs}&qualifier=${qualifier}`)
    await expect(figures.getByTitle(String(counts.invocations), { exact: true }).first()).toBeVisible()
    await expect(figures.getByTitle(`${counts.errors} of ${counts.invocations}`)).toBeVisible()
    await expect(figures).toContainText(/Cold starts/)
  }
})

// "Something was slow around then: which calls were it?"
test('a stretch of a chart leads to its invocations, and Summary names the slowest and the dearest', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(60)
  const calls = await fleet.invocations('eu-west-1', 'orders-api', window)
  const slowest = Math.max(...calls.map(({ durationMs }) => durationMs))
  const dearest = Math.max(...calls.map(({ billedMs }) => billedMs))
  await page.goto(`/functions/orders-api?from=${window.fromMs}&to=${window.toMs}`)
  const first = (name: string) => page.getByRole('region', { name }).getByRole('row').nth(1)
  await expect(first('Slowest invocations').getByTitle(`${slowest} ms`, { exact: true }).first()).toBeVisible()
  await expect(first('Dearest invocations').getByTitle(`${dearest} ms`, { exact: true }).first()).toBeVisible()

  const chart = page.getByRole('region', { name: /^Invocations and errors/ }).locator('.recharts-surface')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('the chart is not drawn')
  await page.mouse.move(box.x + 200, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + 300, box.y + 60, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByRole('button', { name: 'Zoom' })).toBeFocused()
  await page.getByRole('button', { name: 'Show invocations' }).click()
  await expect(page).toHaveURL(/\/invocations\?.*window=\d+-\d+/)
  const [, fromMs, toMs] = /window=(\d+)-(\d+)/.exec(page.url()) ?? []
  const inside = calls.filter(({ startMs }) => startMs >= Number(fromMs) && startMs < Number(toMs))
  const rows = page.getByRole('region', { name: 'Invocations', exact: true }).locator('tbody tr')
  await expect(rows).toHaveCount(Math.min(50, inside.length))
})

// "Which function is it?"
test('the list of functions counts what happened', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  const { all } = await fleet.counts('eu-west-1', 'catalog-api', window)
  await page.goto(`/functions?from=${window.fromMs}&to=${window.toMs}`)
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'catalog-api', exact: true }) })
  await expect(row.getByTitle(String(all.invocations), { exact: true }).first()).toBeVisible()
})

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

test('the list of functions counts what happened', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  const { all } = await fleet.counts('eu-west-1', 'catalog-api', window)
  await page.goto(`/functions?from=${window.fromMs}&to=${window.toMs}`)
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'catalog-api', exact: true }) })
  await expect(row.getByTitle(String(all.invocations), { exact: true }).first()).toBeVisible()
})

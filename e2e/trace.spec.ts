import type { Page } from '@playwright/test'
import {
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectNoSidewaysScroll,
  test,
} from '@/e2e/fixtures/test'

const waterfallOf = (page: Page) => page.getByRole('treegrid', { name: 'Trace waterfall' })
const rowsOf = (page: Page) => waterfallOf(page).getByRole('rowgroup').getByRole('row')
const countRows = async (page: Page) => Number(await waterfallOf(page).getAttribute('aria-rowcount'))
const selectedRow = (page: Page) => waterfallOf(page).getByRole('row', { selected: true })

// "What did this trace wait for, and what else can I leave out of sight?"
test.describe('the waterfall of a trace', () => {
  test.beforeEach(async ({ page, fleet }) => {
    const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
    await page.goto(`/traces/${traceId}`)
    await waterfallOf(page).focus()
  })

  test('underlines what it waited for, and says of each segment how long it took by itself', async ({ page }) => {
    const waited = waterfallOf(page)
      .getByRole('row')
      .filter({ has: page.locator('[data-critical]') })
    await expect(waited.first()).toHaveAttribute('aria-description', 'On the critical path')
    // Of all rows the call that took seconds by itself is one of them.
    const selfTimes = await waited.evaluateAll((rows) => rows.map((row) => row.children[1]?.textContent ?? ''))
    expect(selfTimes).toContainEqual(expect.stringMatching(/^\d+(\.\d+)? s$/))
    await page.keyboard.press('c')
    await expect(page.getByRole('button', { name: 'Critical path' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page).toHaveURL(/critical=only/)
  })

  test('shows a subtree alone and all again, and the link to it shows the same', async ({ page }) => {
    const all = await countRows(page)
    await rowsOf(page).nth(3).click()
    await page.keyboard.press('o')
    await expect.poll(() => countRows(page)).toBeLessThan(all)
    const some = await countRows(page)
    await expect(page).toHaveURL(/focus=/)
    await page.reload()
    expect(await countRows(page)).toBe(some)
    await page.getByRole('button', { name: 'Back to all segments' }).click()
    await expect.poll(() => countRows(page)).toBe(all)
    await expect(page).not.toHaveURL(/focus=/)
  })

  test('hides what is short, collapses levels, and a reload keeps both', async ({ page }) => {
    const all = await countRows(page)
    await page.getByRole('combobox', { name: 'Hide short segments' }).selectOption('10000')
    await expect.poll(() => countRows(page)).toBeLessThan(all)
    await expect(page.getByText(/^\d+ hidden$/)).toBeVisible()
    const long = await countRows(page)
    await page.getByRole('button', { name: 'Collapse one level' }).click()
    await expect.poll(() => countRows(page)).toBeLessThan(long)
    const collapsed = await countRows(page)
    await expect(page).toHaveURL(/level=\d.*shorter=10000|shorter=10000.*level=\d/)
    await page.reload()
    expect(await countRows(page)).toBe(collapsed)
  })

  test('finds by name, counts, and goes on and back by keys', async ({ page }) => {
    await page.keyboard.press('f')
    await page.keyboard.type('DynamoDB')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status').filter({ hasText: /^1 of \d+$/ })).toBeVisible()
    await expect(selectedRow(page)).toContainText('DynamoDB')
    const first = await selectedRow(page).getAttribute('data-index')
    await waterfallOf(page).focus()
    await page.keyboard.press('n')
    await expect(page.getByRole('status').filter({ hasText: /^2 of \d+$/ })).toBeVisible()
    await page.keyboard.press('N')
    await expect(selectedRow(page)).toHaveAttribute('data-index', first ?? '')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys of the waterfall' })).toBeVisible()
  })

  test('narrows the time by a drag over the map, and a line says where the pointer is', async ({ page }) => {
    const times = page.locator('[data-times]')
    const box = await times.boundingBox()
    if (box === null) throw new Error('the ruler is not drawn')
    const at = (share: number) => box.x + box.width * share
    await page.mouse.move(at(0.25), box.y + 10)
    await expect(page.locator('[data-cursor]')).toContainText(/^\+\d/)
    await page.mouse.move(at(0.2), box.y - 15)
    await page.mouse.down()
    await page.mouse.move(at(0.6), box.y - 15, { steps: 4 })
    await page.mouse.up()
    await expect(page).toHaveURL(/time=0\.\d+-0\.\d+/)
    await page.getByRole('button', { name: 'Show the whole trace' }).click()
    await expect(page).not.toHaveURL(/time=/)
  })

  test('lights the service in the graph and its log lines, and back', async ({ page }) => {
    const node = page
      .getByRole('region', { name: 'Trace graph' })
      .locator('g[transform]', { hasText: 'orders-api' })
      .first()
    const lines = page.getByRole('listitem').filter({ hasText: 'orders-api' }).first()
    await waterfallOf(page)
      .getByRole('row', { name: /Invocation/ })
      .first()
      .hover()
    await expect(node.locator('path').first()).toHaveAttribute('stroke', 'var(--accent)')
    await expect(lines).toHaveAttribute('data-lit', 'true')
    await node.hover()
    await expect(lines).toHaveAttribute('data-lit', 'true')
  })

  test('can be used by everyone, in either theme and on a phone', async ({ page }) => {
    await rowsOf(page).nth(2).click()
    await expect(page.getByRole('complementary', { name: 'Segment details' })).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    const row = rowsOf(page).first()
    await expect(row).toHaveAttribute('aria-level', '1')
    await expect(row).toHaveAttribute('aria-rowindex', '2')
    await expect(row).toHaveAttribute('aria-expanded', 'true')
    await expectAccessibleInBothThemes(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
  })
})

// "The picture of its services goes on beyond the edge: can I see all of it?"
test('the graph of a trace fits its panel or scrolls within it', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`/traces/${traceId}`)
    const graph = page.getByRole('region', { name: 'Trace graph' })
    await expect(graph.getByRole('button').first()).toBeVisible()
    const rights = await graph.evaluate((box) => {
      box.scrollLeft = box.scrollWidth
      const right = box.getBoundingClientRect().right
      return [...box.querySelectorAll('g[data-node]')].map((node) => node.getBoundingClientRect().right - right)
    })
    expect(rights.length).toBeGreaterThan(2)
    expect(rights.filter((beyond) => beyond > 1)).toEqual([])
  }
})

// "Which calls does this service make, and how did they end?"
test('the graph of a trace leads to spans by pointer and keys, labels its edges, and has tables', async ({
  page,
  fleet,
}) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}`)
  const graph = page.getByRole('region', { name: 'Trace graph' })
  await expect(graph.getByText(/^\d+ · \d.* (ms|s) · \d.* %$/).first()).toBeVisible()
  await graph.getByRole('button', { name: /^orders \(DynamoDB/ }).click()
  await expect(selectedRow(page)).toContainText('orders')
  const first = graph.locator('[data-node][tabindex="0"]')
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await expect(first).not.toBeFocused()
  await page.keyboard.press('Enter')
  await expect(selectedRow(page)).toHaveAttribute('data-index', '0')

  await page.getByRole('button', { name: 'Show data' }).first().click()
  await expect(page).toHaveURL(/graph=table/)
  const services = page.getByRole('region', { name: 'Services of the trace' })
  await services.getByRole('button', { name: 'orders', exact: true }).first().click()
  await expect(selectedRow(page)).toContainText('orders')
  await expect(
    page.getByRole('region', { name: 'Calls and messages of the trace' }).getByRole('row').nth(1),
  ).toBeVisible()
  await expectAccessible(page)
})

// "I walk through the waterfall; the table below has a walk of its own."
test('keys of the waterfall move nothing else', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}?tool=statistics`)
  const table = page.getByRole('region', { name: 'Statistics by service and operation' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await waterfallOf(page).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(selectedRow(page)).toHaveAttribute('data-index', '1')
  await expect(table.getByRole('row', { selected: true })).toHaveCount(0)
  await table.focus()
  await page.keyboard.press('j')
  await expect(table.getByRole('row', { selected: true })).toHaveCount(1)
})

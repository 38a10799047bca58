import type { Page } from '@playwright/test'
import { drawLargeTrace, LAST_CALL, storeDocuments, storeSummary, storeTrace } from '@/e2e/fixtures/store-trace'
import { expect, test } from '@/e2e/fixtures/test'

const CALLS = 1_400
/** A canvas is at most 65,535 px high, and a row of the flame graph 20. */
const DEEP = 3_400

const waterfallOf = (page: Page) => page.getByRole('treegrid', { name: 'Trace waterfall' })
const selectedRow = (page: Page) => waterfallOf(page).getByRole('row', { selected: true })

let traceId: string
test.beforeAll(async () => {
  traceId = await storeTrace(drawLargeTrace({ calls: CALLS, deep: DEEP }))
})

// "The slowest call is somewhere among thousands: where?"
test('a span far beyond the first thousand is shown from a tool, and Back gives what was there before', async ({
  page,
}) => {
  await page.goto(`/traces/${traceId}?tool=statistics`)
  const table = page.getByRole('region', { name: 'Statistics by service and operation' })
  await table.getByRole('button', { name: 'Operation' }).click()
  await table.getByRole('button', { name: 'last call', exact: true }).click()
  await page.getByRole('region', { name: 'Spans of last call' }).getByRole('button').first().click()
  await expect(selectedRow(page)).toContainText('last call')
  await expect(selectedRow(page)).toBeInViewport()
  await expect(page).toHaveURL(new RegExp(`span=${LAST_CALL}`))

  await page.getByRole('group', { name: 'Tool' }).getByRole('button', { name: 'Documents' }).click()
  await waterfallOf(page).focus()
  await page.keyboard.press('Home')
  await expect(selectedRow(page)).toContainText('large')
  await expect(page).toHaveURL(/span=0+1(&|$)/)
  await page.goBack()
  await expect(selectedRow(page)).toContainText('last call')
  await expect(page).toHaveURL(new RegExp(`span=${LAST_CALL}`))
  await page.goForward()
  await expect(selectedRow(page)).toContainText('large')

  // After a reload the page was told of one span alone, and Back names the other.
  await page.reload()
  await expect(selectedRow(page)).toContainText('large')
  await page.goBack()
  await expect(selectedRow(page)).toContainText('last call')
})

// "I open and close what I look at: why does the page jump?"
test('the view stays where rows are opened and closed, and goes to what is asked for again', async ({ page }) => {
  await page.goto(`/traces/${traceId}`)
  const waterfall = waterfallOf(page)
  await waterfall.getByRole('row', { name: /call/ }).nth(2).click()
  const far = (CALLS + 20) * 24
  const scrollTop = () => waterfall.evaluate((element) => element.scrollTop)
  await waterfall.evaluate((element, top) => element.scrollTo({ top }), far)
  const row = waterfall.getByRole('row', { name: /level 30/ })
  await row.locator('[data-toggle]').click()
  await expect(row).toHaveAttribute('aria-expanded', 'false')
  // Closed, the trace is too short to stay exactly there, and no shorter than that.
  expect(await scrollTop()).toBeGreaterThan(far / 2)
  await row.locator('[data-toggle]').dblclick()
  await expect(row).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/critical=only/)
  await expect(page).not.toHaveURL(/time=/)
})

// "I pressed a row and went on with the keys."
test('keys go on after a press, however far the view has moved from it', async ({ page }) => {
  await page.goto(`/traces/${traceId}`)
  const waterfall = waterfallOf(page)
  await waterfall.getByRole('row', { name: /call/ }).nth(2).click()
  await expect(waterfall).toBeFocused()
  await waterfall.evaluate((element) => element.scrollTo({ top: 20_000 }))
  await expect(waterfall.locator('[data-index="3"]')).toHaveCount(0)
  await expect(waterfall).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(selectedRow(page)).toHaveAttribute('data-index', '4')
  await expect(selectedRow(page)).toBeInViewport()
  await expect(waterfall.getByRole('columnheader')).toHaveText(['Segment', 'Self', /0/])
})

// "Down there, quickly: do I see where I am?"
test('rows that fly past are painted as names and bars, and stand whole where they come to rest', async ({ page }) => {
  await page.goto(`/traces/${traceId}`)
  const waterfall = waterfallOf(page)
  await waterfall.getByRole('row', { name: /call/ }).nth(2).click()
  const flung = await waterfall.evaluate(async (grid) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    // On a busy machine two frames may be so far apart that the rows stand between them.
    for (let count = 0; count < 100; count += 1) {
      grid.scrollTop += count % 40 < 20 ? 2_000 : -2_000
      await frame()
      const picture = grid.querySelector('canvas')
      if (picture === null) continue
      const { left, top, height } = grid.getBoundingClientRect()
      const row = document.elementFromPoint(left + 60, top + height / 2)?.closest('[data-index]')
      const { data } = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] }
      return {
        index: row?.getAttribute('data-index') ?? '',
        name: row?.getAttribute('aria-label') ?? '',
        reachesTheEnd: picture.getBoundingClientRect().bottom >= top + grid.clientHeight,
        isPainted: data.some((value) => value > 0),
      }
    }
    throw new Error('rows were never painted')
  })
  expect(flung).toMatchObject({ reachesTheEnd: true, isPainted: true })
  expect(flung.name).toMatch(/^(call|level \d+)$/)
  await expect(waterfall.locator('canvas')).toHaveCount(0)
  await expect(waterfall.locator(`[data-index="${flung.index}"]`)).toContainText(new RegExp(`${flung.name}.*s$`))
})

// "How deep does it go?"
test('a flame graph deeper than any canvas is painted wherever it is scrolled to', async ({ page }) => {
  await page.goto(`/traces/${traceId}?tool=flame`)
  const picture = page.getByRole('img', { name: /^Flame graph/ })
  await expect(picture).toBeVisible()
  const box = page.getByRole('region', { name: 'Flame graph by call path' })
  const seen = () =>
    picture.evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas
      const { data } = canvas.getContext('2d')?.getImageData(0, Math.floor(height / 2), width, 1) ?? { data: [] }
      return { height, painted: data.some((value) => value > 0) }
    })
  for (const share of [0, 0.5, 0.95]) {
    await box.evaluate((element, at) => element.scrollTo({ top: element.scrollHeight * at }), share)
    await expect.poll(async () => (await seen()).painted).toBe(true)
    expect((await seen()).height).toBeLessThan(5_000)
  }
  await picture.focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText(/^large · large · self/)).toBeVisible()
  expect(await box.evaluate((element) => element.scrollTop)).toBe(0)
})

// "What is left of it, and for how long is anything kept?"
test('a trace whose segments have expired says for how long they are kept here', async ({ page }) => {
  const keep = (days: object) => {
    const headers = { authorization: `Bearer ${process.env.LAMBDASCOPE_TEST_TOKEN}` }
    return page.request.put('/api/retention', { headers, data: days })
  }
  const before = await (await page.request.get('/api/retention')).json()
  const expired = await storeTrace([])
  try {
    expect((await keep({ traceDocuments: 5, traces: 21 })).ok()).toBe(true)
    await page.goto(`/traces/${expired}`)
    await expect(page.getByText(/kept for 5 days/)).toContainText('21 days')
  } finally {
    await keep({ traceDocuments: before.traceDocuments, traces: before.traces })
  }
})

// "It has thousands of calls: must I wait for all of them?"
test('the first rows of a large trace stand while the others are on their way, and nothing untrue beside them', async ({
  page,
}) => {
  const held: (() => void)[] = []
  let isRefused = false
  await page.route(`**/api/traces/${traceId}/columns?*`, async (route) => {
    if (isRefused) await route.continue()
    else {
      await new Promise<void>((resolve) => held.push(resolve))
      // Of an answer with the status of an error the browser complains itself.
      await route.fulfill({ status: 200, contentType: 'text/html', body: '<p>not ours' })
    }
  })
  await page.goto(`/traces/${traceId}`)
  const waterfall = waterfallOf(page)
  const root = waterfall.locator('[data-index="0"]')
  const self = root.getByRole('gridcell').nth(1)
  await expect(root).toContainText('large')
  await expect(self).toHaveText('')
  await expect(waterfall).toHaveAttribute('aria-rowcount', String(CALLS + DEEP + 3))
  isRefused = true
  for (const release of held) release()
  const again = page.getByRole('region', { name: 'Waterfall' }).getByRole('button', { name: 'Try again' })
  await again.click()
  await expect(self).not.toHaveText('')
  await expect(again).toBeHidden()
  await waterfall.focus()
  await page.keyboard.press('End')
  await expect(selectedRow(page)).toHaveAttribute(
    'aria-rowindex',
    (await waterfall.getAttribute('aria-rowcount')) ?? '',
  )
})

// "It has just happened: where are its calls?"
test('a trace whose segments are still to come shows them as soon as they are there', async ({ page }) => {
  const unread = await storeSummary({ isRead: false })
  await page.goto(`/traces/${unread}`)
  await expect(page.getByText('The segments of this trace have not been read yet')).toBeVisible()
  await storeDocuments(unread, drawLargeTrace({ calls: 2, deep: 1 }))
  await expect(waterfallOf(page).getByRole('row', { name: /last call/ })).toBeVisible()
  await expect(page.getByText('have not been read yet')).toHaveCount(0)
})

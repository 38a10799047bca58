import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessibleInBothThemes, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'
import { formatAbsoluteTime } from '@/lib/domain/format'
import { readOtlp } from '@/lib/domain/traces/otlp/read-otlp'
import { parseSegments } from '@/lib/domain/traces/parse-segment'

/** The page of a sampled trace that waited for its table, with one of its tools. */
async function openTool(page: Page, traceId: string, tool: string): Promise<void> {
  await page.goto(`/traces/${traceId}`)
  await page.getByRole('group', { name: 'Tool' }).getByRole('button', { name: tool }).click()
}

const selectedRow = (page: Page) =>
  page.getByRole('treegrid', { name: 'Trace waterfall' }).getByRole('row', { selected: true })

const millisecondsOf = async (times: Locator) =>
  (await times.evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''))).map(Date.parse)

// "Several functions worked on this request: what did they log, one after the other?"
test('log lines of all invocations stand by time and lead to span and invocation', async ({ page, fleet }) => {
  const { traceId, requestId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}`)
  const lines = page.getByRole('region', { name: 'Log lines of the trace' })
  await expect(lines).toContainText(`REPORT RequestId: ${requestId}`)
  const moments = await millisecondsOf(lines.getByRole('time'))
  expect(moments.length).toBeGreaterThan(2)
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))

  await lines.getByRole('button', { name: 'orders-api' }).first().click()
  await expect(selectedRow(page)).toContainText('orders-api')
  await expect(page).toHaveURL(/span=/)
  await lines.getByTitle(`Invocation ${requestId}`).first().click()
  await expect(page.getByRole('heading', { name: new RegExp(requestId) })).toBeVisible()
})

// "Which operation took the time, and which of its calls?"
test('statistics are sorted, lead to spans, and are the same after a reload', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await openTool(page, traceId, 'Statistics')
  const table = page.getByRole('region', { name: 'Statistics by service and operation' })
  await table.getByRole('button', { name: 'Count', exact: true }).click()
  await expect(page).toHaveURL(/by=-count/)
  await table
    .getByRole('button', { name: /^DynamoDB / })
    .first()
    .click()
  const spans = page.getByRole('region', { name: /^Spans of DynamoDB / })
  await spans.getByRole('button').first().click()
  await expect(selectedRow(page)).toContainText('DynamoDB')
  await expect(page).toHaveURL(/span=/)
  await page.reload()
  await expect(table.getByRole('columnheader', { name: 'Count' })).toHaveAttribute('aria-sort', 'descending')
  await expect(spans).toBeVisible()
  await expect(selectedRow(page)).toContainText('DynamoDB')
})

// "Where did the time go, all calls of a kind together?"
test('the flame graph is walked with the keyboard and has a table that holds the same', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await openTool(page, traceId, 'Flame')
  const picture = page.getByRole('img', { name: /^Flame graph/ })
  await picture.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText(/· self .* · total .* with all below it$/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/flame=/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/flame=/)
  await page.getByRole('button', { name: 'Show data' }).last().click()
  const table = page.getByRole('region', { name: 'Flame graph as a table' })
  await expect(table.getByRole('row').nth(1)).toContainText('100 %')
  await table
    .getByRole('button', { name: /^DynamoDB / })
    .first()
    .click()
  await expect(selectedRow(page)).toContainText('DynamoDB')
})

// "I pointed at something and went on to the button."
test('what the flame graph tells of is said aloud, and forgotten once the pointer leaves it', async ({
  page,
  fleet,
}) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await openTool(page, traceId, 'Flame')
  const picture = page.getByRole('img', { name: /^Flame graph/ })
  const told = page.locator('p[aria-live=polite]', { hasText: 'self' })
  await picture.hover({ position: { x: 20, y: 50 } })
  await expect(told).toContainText('with all below it')
  await page.getByRole('group', { name: 'Tool' }).hover()
  await expect(told).toContainText('merged by call path')
  await expect(page.getByRole('button', { name: /^Show its/ })).toHaveCount(0)
})

// "I only move the pointer: nothing should be worked out anew."
test('documents are measured once, however far the pointer wanders', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await openTool(page, traceId, 'Documents')
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem').first()).toBeVisible()
  await page.evaluate(() => {
    const { encode } = TextEncoder.prototype
    Reflect.set(window, 'encoded', 0)
    TextEncoder.prototype.encode = function (text) {
      Reflect.set(window, 'encoded', Reflect.get(window, 'encoded') + 1)
      return encode.call(this, text)
    }
  })
  const graph = page.getByRole('region', { name: 'Trace graph' })
  const nodes = graph.getByRole('button')
  for (const at of [0, 1, 2]) await nodes.nth(at).hover()
  await expect(nodes.nth(2).locator('path').first()).toHaveAttribute('stroke', 'var(--accent)')
  expect(await page.evaluate(() => Reflect.get(window, 'encoded'))).toBe(0)
})

// "This invocation logged: where are its lines?"
test('lines that were cut off are not said to be missing, and times are those of the chosen zone', async ({
  page,
  fleet,
}) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}?tz=Asia/Kolkata`)
  const time = page.getByRole('region', { name: 'Log lines of the trace' }).getByRole('time').first()
  const atMs = Date.parse((await time.getAttribute('datetime')) ?? '')
  await expect(time).toHaveAttribute('title', formatAbsoluteTime(atMs, 'Asia/Kolkata'))

  const cut = { lines: [], truncated: true }
  await page.route(`**/api/traces/${traceId}/lines`, (route) => route.fulfill({ json: cut }))
  await page.goto(`/traces/${traceId}`)
  const invocations = page.getByRole('list', { name: 'Invocations of the trace' })
  await invocations.getByRole('button', { name: 'orders-api' }).first().click()
  await expect(page.getByText('Lines of this invocation may be beyond those that are shown here')).toBeVisible()
  await expect(page.getByText('No log line is stored')).toHaveCount(0)
  await page.getByRole('link', { name: 'Open the invocation' }).click()
  await expect(page).toHaveURL(/\/invocations\//)
})

// "What makes this request slower than another one of its kind?"
test('two traces are compared, from the page of one, by either form of their IDs', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}`)
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  const candidates = page.getByRole('region', { name: 'Traces to compare with' })
  await candidates.getByRole('link').last().click()
  const operations = page.getByRole('region', { name: 'Operations of both traces' })
  // Of another request they may have no operation in common.
  await expect(operations.getByRole('row', { name: /same|added|removed/ }).first()).toBeVisible()
  const second = new URL(page.url()).searchParams.get('b') ?? ''
  expect(second).not.toBe(traceId)

  await page.getByLabel('First trace').fill(traceId.slice(2).replace('-', ''))
  await page.getByLabel('Second trace').fill(traceId)
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText('0 added · 0 removed · 0 moved')
  await page.getByRole('button', { name: 'Only what differs' }).click()
  await expect(page.getByText('Nothing differs but time')).toBeVisible()

  await page.getByLabel('Second trace').fill('nonsense')
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('nonsense is not a trace ID', { exact: false })).toBeVisible()
})

// "Which other requests had this annotation?"
test('an annotation leads to the traces that have it too', async ({ page, fleet }) => {
  const { fromMs, toMs } = fleet.settledWindow(120)
  const query = new URLSearchParams({ from: String(fromMs), to: String(toMs), limit: '1', functionName: 'orders-api' })
  query.set('filter', 'annotation[aws:api_stage] = "prod"')
  const [{ id }] = (await (await page.request.get(`/api/traces?${query}`)).json()).items
  await page.goto(`/traces/${id}`)
  await page.getByRole('treegrid', { name: 'Trace waterfall' }).getByRole('row').nth(1).click()
  const details = page.getByRole('complementary', { name: 'Segment details' })
  await details.getByRole('link', { name: 'prod', exact: true }).click()
  await expect(page).toHaveURL(/filter=annotation/)
  await expect(page.getByRole('region', { name: 'Traces' }).getByRole('link').first()).toBeVisible()
})

// "My other tools should see this trace."
test('exports hold every span, and are files', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  const { spans } = await (await page.request.get(`/api/traces/${traceId}`)).json()
  const ids = spans.map((span: { id: string }) => span.id).sort()

  const xray = await page.request.get(`/api/traces/${traceId}/xray`)
  expect(xray.headers()['content-disposition']).toContain('attachment')
  const [trace] = (await xray.json()).Traces
  const documents = parseSegments(trace.Segments.map((segment: { Document: string }) => segment.Document))
  expect(trace.Id).toBe(traceId)
  expect(documents.length).toBe(trace.Segments.length)

  const otlp = await page.request.get(`/api/traces/${traceId}/otlp`)
  expect(otlp.headers()['content-disposition']).toContain('attachment')
  const read = readOtlp(await otlp.json())
  expect(read.map(({ spanId }) => spanId).sort()).toEqual(ids)

  await page.goto(`/traces/${traceId}`)
  await page.getByRole('button', { name: 'Share and export' }).click()
  const link = page.getByRole('link', { name: /OTLP JSON/ })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe(`${traceId}.otlp.json`)
})

// "I do not see it as others do, or I am on the phone."
for (const tool of ['Logs', 'Statistics', 'Flame', 'Documents']) {
  test(`${tool} of a trace has no accessibility violation in either theme and fits a phone`, async ({
    page,
    fleet,
  }) => {
    const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
    await openTool(page, traceId, tool)
    await expectGood(page)
  })
}

test('a comparison has no accessibility violation in either theme and fits a phone', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/compare?a=${traceId}`)
  await expectGood(page)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('region', { name: 'Traces to compare with' }).getByRole('link').last().click()
  await expect(page.getByRole('region', { name: 'Operations of both traces' })).toBeVisible()
  await expectGood(page)
})

async function expectGood(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0)
  await expectAccessibleInBothThemes(page, { within: 'main' })
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
}

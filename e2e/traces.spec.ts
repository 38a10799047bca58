import type { Locator } from '@playwright/test'
import { expect, expectAccessibleInBothThemes, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'

// "Which requests failed today, of which kind are they, and what do the slow ones have in common?"
test('traces are narrowed by an expression that completes itself, grouped, compared, and opened', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await expect(async () => {
    await box.fill('service("orders-a')
    await expect(page.getByRole('option', { name: /orders-api/ })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue(/^service\("orders-api"/)
  await box.fill('service("orders-api") { responsetime > 0.005 }')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/filter=service/)
  const table = page.getByRole('region', { name: 'Traces' }).getByRole('table')
  await expect(table.getByRole('row').nth(1)).toContainText('orders-api')

  // What orders-api is asked at night may all have gone well: the fleet's failures beside it make two groups at any hour.
  await box.fill('service("orders-api") { responsetime > 0.005 } OR fault OR error')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/filter=.*OR\+fault/)
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'By status' }).click()
  const groups = page.getByRole('region', { name: 'Groups by status' })
  await expect(groups.getByRole('row').nth(1)).toContainText('%')
  for (const at of [0, 1]) {
    await groups.getByRole('checkbox').nth(at).click()
    await expect(groups.getByRole('checkbox').nth(at)).toBeChecked()
  }
  await expect(page).toHaveURL(/left=.*right=/)
  await expect(page.getByRole('heading', { name: 'What differs most' })).toBeVisible()
  await page.getByRole('button', { name: 'By URL' }).click()
  const byUrl = page.getByRole('region', { name: 'Groups by URL' })
  await byUrl
    .getByRole('button', { name: /^(GET|POST|PUT|PATCH|DELETE) / })
    .first()
    .click()
  await expect(page).toHaveURL(/http\.url\+BEGINSWITH/)
  await table.getByRole('link').first().click()
  await expect(page.getByRole('treegrid', { name: 'Trace waterfall' })).toBeVisible()
  await page.goBack()
  await expect(table).toBeVisible()
})

// "What is wrong with my expression?"
test('an expression that cannot be read is pointed at, on the page and by the API', async ({ page }) => {
  await page.goto('/traces')
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await box.fill('fault AND respontime > 2')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('alert').filter({ hasText: 'At character 11: respontime is not a keyword' }),
  ).toBeVisible()
  await page.goto('/traces?filter=fault+AND')
  await expect(page.getByRole('alert').filter({ hasText: 'At character 10: Expected a condition' })).toBeVisible()
  const answer = await page.request.get(`/api/traces?from=0&to=1000&filter=${encodeURIComponent('fault AND')}`)
  expect(answer.status()).toBe(400)
  expect((await answer.json()).error).toMatchObject({ code: 'BAD_REQUEST', position: 9 })
})

// "I do not know X-Ray's language: can I ask without it, and for the trace whose ID I was sent?"
test('a form writes the expression, and an ID of either form opens its trace', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  const { traceId } = await fleet.slowOrder(window)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  await page.getByRole('button', { name: 'Filter as a form' }).click()
  const form = page.getByRole('dialog', { name: 'Filter as a form' })
  const line = form.getByRole('group', { name: 'Condition 1' })
  await line.getByLabel('Field').selectOption('HTTP status')
  await line.getByLabel('Comparison').selectOption('>=')
  await line.getByLabel('Value').fill('200')
  await form.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/filter=http\.status\+%3E%3D\+200/)
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await expect(box).toHaveValue('http.status >= 200')
  await box.fill(traceId.slice(2).replace('-', ''))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/traces/${traceId}`))
})

// "Only those slow ones up there: which are they?"
test('a drag over the scatter narrows time and duration, and a press opens the trace', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  const scatter = page.getByRole('img', { name: /traces by start and duration/ })
  // The count of the list comes with the page: a page that has asked for its points is one that listens.
  const plot = page.getByRole('region', { name: 'Duration of each trace over time' })
  await expect(plot.getByText(/^[\d,]+ traces$/)).toBeVisible()
  const at = await scatter.boundingBox()
  if (at === null) throw new Error('the scatter has no size')
  // Below the flags of changes: each is a link, wherever the day has put it.
  await page.mouse.move(at.x + at.width * 0.2, at.y + at.height * 0.25)
  await page.mouse.down()
  await page.mouse.move(at.x + at.width * 0.8, at.y + at.height * 0.7, { steps: 4 })
  await page.mouse.up()
  await expect(page).toHaveURL(/filter=duration\+%3E%3D/)
  await expect(page.getByRole('combobox', { name: /Filter expression/ })).toHaveValue(
    /^duration >= [\d.]+ AND duration <= [\d.]+$/,
  )
  await page.getByRole('button', { name: 'Show data' }).click()
  const data = page.getByRole('region', { name: 'Data of the traces by start and duration' })
  await expect(data.getByRole('link').first()).toBeVisible()
  await expectAccessibleInBothThemes(page, { within: 'main' })
  await page.getByRole('button', { name: 'Show chart' }).click()
  await scatter.click({ position: await findDrawnPoint(scatter) })
  await expect(page).toHaveURL(/\/traces\/1-[0-9a-f]{8}-[0-9a-f]{24}/)
})

// "The picture has few points: load the others."
test('points that could not be loaded are said to lack, and are asked for once more', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  let isRefused = true
  await page.route('**/api/traces/points?*', (route) =>
    isRefused
      ? // Of an answer with the status of an error the browser complains itself.
        route.fulfill({ status: 200, contentType: 'text/html', body: '<p>not ours' })
      : route.fallback(),
  )
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  const scatter = page.getByRole('region', { name: 'Duration of each trace over time' })
  await expect(scatter.getByText(/^only the \d+ traces of the list/)).toBeVisible()
  isRefused = false
  await scatter.getByRole('button', { name: 'Try again' }).click()
  await expect(scatter.getByText(/^only the/)).toHaveCount(0)
  await expect(scatter.getByText(/^[\d,]+ traces$/)).toBeVisible()
  await expect(scatter.getByRole('button', { name: 'Try again' })).toHaveCount(0)
})

// "I do not see it as others do, or have my phone alone: can I read groups of traces?"
test('groups of traces, and two of them compared, are accessible in both themes and fit a phone', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}&group=status&left=OK&right=Fault`)
  await expect(page.getByRole('heading', { name: 'What differs most' })).toBeVisible()
  await expectAccessibleInBothThemes(page, { within: 'main' })
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await expectNoSidewaysScroll(page)
})

// "How did the live alias do, and how much of its traffic do these traces show?"
test('traces are limited to an alias by the URL, and say how much of the traffic they show', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}&functionName=orders-api&qualifier=live`)
  await expect(page.getByRole('button', { name: 'Remove the filter Qualifier is live' })).toBeVisible()
  await expect(page.getByText(/^Traces (are stored of|show the requests)/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Traces' }).getByRole('row').nth(1)).toContainText('orders-api')
})

// "I want another filter than that one."
test('an emptied filter keeps the focus, and what is chosen is completed once', async ({ page }) => {
  await page.goto('/traces?filter=fault')
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await box.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Backspace')
  await expect(page).not.toHaveURL(/filter=/)
  await page.keyboard.type('ser')
  await expect(box).toHaveValue('ser')
  const service = page.getByRole('option', { name: /^service\(/ })
  await service.click()
  await expect(box).toHaveValue('service(')
  await expect(service).toHaveCount(0)
  await page.keyboard.type('"x")')
  await expect(box).toHaveValue('service("x")')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/filter=service/)
  await page.goBack()
  await expect(box).toHaveValue('')
})

// "Those that took longest, from first to last, and then the others."
test('the list is ordered by its heads, and two of it are compared', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  const table = page.getByRole('region', { name: 'Traces' })
  for (const [name, press, sorted] of [
    ['Status', 'failed', 'descending'],
    ['Segments', 'largest', 'descending'],
    ['Duration', 'slowest', 'descending'],
    ['Duration', 'fastest', 'ascending'],
  ] as const) {
    const head = table.getByRole('columnheader', { name })
    await head.getByRole('button').click()
    await expect(page).toHaveURL(new RegExp(`sort=${press}`))
    await expect(head).toHaveAttribute('aria-sort', sorted)
    const { items } = await (
      await page.request.get(`/api/traces?from=${window.fromMs}&to=${window.toMs}&sort=${press}&limit=2`)
    ).json()
    await expect(table.getByRole('link').first()).toHaveAttribute('title', items[0].id)
  }
  for (const at of [0, 1]) {
    await table.getByRole('checkbox').nth(at).click()
    await expect(table.getByRole('checkbox').nth(at)).toBeChecked()
  }
  const ids = await table
    .getByRole('link')
    .evaluateAll((links) => links.slice(0, 2).map((one) => one.getAttribute('title')))
  await page.getByRole('link', { name: 'Compare the two chosen' }).click()
  await expect(page).toHaveURL(new RegExp(`/traces/compare\\?.*a=${ids[0]}&b=${ids[1]}`))
  await expect(page.getByRole('region', { name: 'Summary' })).toBeVisible()
})

// "Is that all of them?"
test('the scatter says what it does not draw, and a drag along one axis leaves the other', async ({ page, fleet }) => {
  const { fromMs, toMs } = fleet.settledWindow(120)
  let isCut = true
  await page.route('**/api/traces/points?*', async (route) => {
    const points = await (await route.fetch()).json()
    await route.fulfill({ json: isCut ? { ...points, isAll: false, fromMs: fromMs + 3_600_000 } : points })
  })
  await page.goto(`/traces?from=${fromMs}&to=${toMs}`)
  const scatter = page.getByRole('region', { name: 'Duration of each trace over time' })
  await expect(scatter.getByText(/^the newest [\d,]+ traces, since /)).toBeVisible()
  const beyond = await scatter.getByTitle('Older traces are not drawn').boundingBox()
  const plot = scatter.getByRole('img', { name: /traces by start and duration/ })
  const at = await plot.boundingBox()
  if (at === null || beyond === null) throw new Error('the scatter has no size')
  expect(beyond.width / at.width).toBeCloseTo(0.5, 1)
  isCut = false
  await page.mouse.move(at.x + at.width * 0.5, at.y + at.height * 0.3)
  await page.mouse.down()
  await page.mouse.move(at.x + at.width * 0.5 + 1, at.y + at.height + 40, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('combobox', { name: /Filter expression/ })).toHaveValue(/^duration <= [\d.]+$/)
  expect(new URL(page.url()).searchParams.get('from')).toBe(String(fromMs))
  expect(new URL(page.url()).searchParams.get('to')).toBe(String(toMs))
})

// "How much of this function do I see here?"
test('the share of invocations with a trace is said of the function that the list is of', async ({ page, fleet }) => {
  const { fromMs, toMs } = fleet.settledWindow(120)
  const window = `from=${fromMs}&to=${toMs}`
  const { coverage } = await (
    await page.request.get(`/api/functions/orders-api/summary?${window}&region=eu-west-1`)
  ).json()
  await page.goto(`/traces?${window}&functionName=orders-api`)
  const said = page.getByText(/^Traces are stored of [\d.]+ % of the invocations of orders-api\.$/)
  await expect(said).toBeVisible()
  const percent = Number(/[\d.]+/.exec((await said.textContent()) ?? '')?.[0])
  expect(percent / 100).toBeCloseTo(coverage.traces, 2)
})

// "On my phone the buttons broke over two lines."
test('on a phone each choice of the list stays on one line', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/traces')
  const buttons = page.getByRole('group', { name: 'View' }).getByRole('button')
  await expect(buttons).toHaveCount(6)
  const broken = await buttons.evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight).length)
  expect(broken).toBe(0)
  const view = page.getByRole('group', { name: 'View' })
  expect(await view.evaluate((all) => all.scrollWidth - all.clientWidth)).toBe(0)
  await buttons.last().click()
  await expect(page).toHaveURL(/group=user/)
  await expectNoSidewaysScroll(page)
})

// "What is this question mark, all by itself?"
test('on a phone the help mark of the sampled share stands beside the last word of its sentence', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const of of ['', '&functionName=orders-api', '&functionName=checkout']) {
    await page.goto(`/traces?range=1h${of}`)
    const note = page.getByText(/^Traces are stored of/)
    await expect(note).toBeVisible()
    const [sentence, mark] = await Promise.all([
      note.boundingBox(),
      note.getByRole('button', { name: 'What this counts' }).boundingBox(),
    ])
    expect((mark?.x ?? 0) - (sentence?.x ?? 0)).toBeGreaterThan(10)
    await note.getByRole('button', { name: 'What this counts' }).click()
    await expect(page.getByRole('dialog', { name: 'What this counts' })).toContainText('X-Ray samples')
    await expectNoSidewaysScroll(page)
  }
})

test('points have the colours of how their traces ended, also for who asks for less motion', async ({
  page,
  fleet,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { fromMs, toMs } = fleet.settledWindow(120)
  await page.goto(`/traces?from=${fromMs}&to=${toMs}`)
  const canvas = page.getByRole('img', { name: /traces by start and duration/ }).locator('canvas')
  // Drawn once more, as after a change of theme.
  await page.evaluate(() => document.documentElement.setAttribute('data-redraw', ''))
  const countOf = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const context = element.getContext('2d')
      if (context === null) throw new Error('the canvas cannot be read')
      const { data } = context.getImageData(0, 0, element.width, element.height)
      let [greener, redder] = [0, 0]
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, , alpha = 0] = data.subarray(at, at + 4)
        if (alpha > 100 && green > red) greener += 1
        if (alpha > 100 && red > green) redder += 1
      }
      return greener > 3 * redder
    })
  await expect.poll(countOf).toBe(true)
})

/** Where the first point of a scatter is drawn: the middle of what is painted, pixels from its upper left corner. */
function findDrawnPoint(scatter: Locator): Promise<{ x: number; y: number }> {
  return scatter.locator('canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const context = canvas.getContext('2d')
    if (context === null || canvas.width === 0) throw new Error('the scatter is not drawn')
    const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height)
    const painted = data.findIndex((value, at) => at % 4 === 3 && value > 100)
    if (painted === -1) throw new Error('the scatter shows no point')
    const pixel = Math.floor(painted / 4)
    return { x: pixel % width, y: Math.floor(pixel / width) + 1 }
  })
}

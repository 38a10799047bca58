import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures/test'
import type { MapNode, MapResponse } from '@/lib/contracts/map'
import type { TraceResponse } from '@/lib/contracts/traces'

type Failed = { node: MapNode; traceId: string; exception: string }

/** A function that threw, the trace of it that its node on the map names, and what its log line says. */
async function findException(request: APIRequestContext, window: string): Promise<Failed> {
  const get = async <Answer>(path: string): Promise<Answer> => (await request.get(path)).json()
  const { nodes } = await get<MapResponse>(`/api/map?${window}`)
  for (const node of nodes.filter(({ type }) => type === 'AWS::Lambda::Function')) {
    for (const { traceId } of node.failures.filter(({ outcome }) => outcome === 'fault')) {
      const trace = await get<TraceResponse>(`/api/traces/${traceId}`)
      const failed = trace.invocations.find(
        ({ functionName, result }) => functionName === node.name && result === 'error',
      )
      if (failed === undefined) continue
      const { lines } = await get<{ lines: { message: string }[] }>(`/api/invocations/${encodeURIComponent(failed.id)}`)
      const exception = lines.map(({ message }) => /"?errorType"?\s*:\s*"([\w.]+)"/.exec(message)?.[1]).find(Boolean)
      if (exception) return { node, traceId, exception }
    }
  }
  throw new Error('no function on the map threw')
}

function windowOf(hours: number): string {
  const to = Math.floor(Date.now() / 60_000) * 60_000
  return `from=${to - hours * 3_600_000}&to=${to}`
}

const nodeOf = (page: Page, { name, type }: { name: string; type: string }): Locator =>
  page.getByRole('region', { name: 'Map', exact: true }).getByRole('button', {
    name: new RegExp(`^${name}, ${type === 'AWS::Lambda::Function' ? 'Lambda function' : 'Lambda'}:`),
  })

// "The map shows red: what did the code say?"
test('a fault on the map leads to the log line of the exception in at most 4 clicks', async ({ page, request }) => {
  const window = windowOf(2)
  const { node, traceId, exception } = await findException(request, window)
  let clicks = 0
  const click = async (target: Locator) => {
    clicks += 1
    await target.click()
  }
  await page.goto(`/map?${window}`)
  // Of a hundred services any may lie beyond the edge at first.
  await click(page.getByRole('button', { name: 'Fit the map' }))
  await click(nodeOf(page, node))
  const panel = page.getByRole('complementary', { name: 'Service' })
  await expect(panel.getByRole('heading', { name: 'Worst and newest traces that failed here' })).toBeVisible()
  await click(panel.locator(`a[href*="${traceId}"]`))
  await page.waitForURL(/\/traces\//)
  const own = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: node.name, exact: true }) })
  await click(own.getByRole('link', { name: 'Invocation', exact: true }).first())
  await page.waitForURL(/\/invocations\//)
  await expect(page.getByLabel('Log lines').getByText(exception).first()).toBeVisible()
  expect(clicks).toBeLessThanOrEqual(4)
})

// "Who calls whom, and how do I get to the traces?"
test('the map says the same drawn and as tables, and its edges lead to their traces', async ({ page, request }) => {
  const window = windowOf(1)
  const map: MapResponse = await (await request.get(`/api/map?${window}`)).json()
  const orders = map.nodes.find(({ name, type }) => name === 'orders-api' && type === 'AWS::Lambda::Function')
  const call = map.edges.find(({ from, kind }) => from === orders?.id && kind === 'call')
  const callee = map.nodes.find(({ id }) => id === call?.to)
  if (!orders || !call || !callee) throw new Error('orders-api calls nothing')
  await page.goto(`/map?${window}`)
  await expect(page.getByRole('region', { name: 'Map', exact: true }).locator('[data-node]')).toHaveCount(
    map.nodes.length,
  )
  await page.getByRole('button', { name: 'Fit the map' }).click()
  await nodeOf(page, orders).click()
  await expect(page).toHaveURL(/node=/)
  const panel = page.getByRole('complementary', { name: 'Service' })
  await expect(panel.getByTitle(`${orders.stats.count}: their traces`)).toBeVisible()
  await page.getByRole('group', { name: 'Highlight' }).getByRole('button', { name: 'Upstream' }).click()
  await expect(page).toHaveURL(/around=upstream/)
  await panel.getByRole('button', { name: callee.name, exact: true }).click()
  const edge = page.getByRole('complementary', { name: 'Edge' })
  await expect(edge.getByRole('heading', { level: 2 })).toHaveText(`orders-api → ${callee.name}`)
  const link = edge.getByRole('link', { name: 'Traces over this edge' })
  await expect(link).toHaveAttribute('href', /filter=edge/)
  await page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Table' }).click()
  await expect(page.getByRole('region', { name: 'Calls and messages of the map' }).getByRole('row')).not.toHaveCount(0)
  await page.goBack()
  await expect(edge).toBeVisible()
})

// "It says 7 faults: which are they?"
test('a count on the map leads to as many traces', async ({ page, request, fleet }) => {
  const { fromMs, toMs } = fleet.settledWindow(60)
  const window = `from=${fromMs}&to=${toMs}`
  const map: MapResponse = await (await request.get(`/api/map?${window}`)).json()
  // What clients alone call is the root of its traces, which is called once in each.
  const isEntry = (id: string) => map.edges.filter(({ to }) => to === id).length === 1
  const client = map.nodes.find(
    ({ id, type, stats }) =>
      type === 'client' &&
      stats.fault > 0 &&
      stats.fault < 100 &&
      map.edges.filter(({ from }) => from === id).every(({ to }) => isEntry(to)),
  )
  if (client === undefined) throw new Error('no client met with a fault')
  await page.goto(`/map?${window}&node=${encodeURIComponent(client.id)}`)
  const panel = page.getByRole('complementary', { name: 'Service' })
  await panel.getByTitle(`${client.stats.fault}: their traces`).click()
  await expect(page).toHaveURL(new RegExp(`/traces\\?.*from=${fromMs}.*filter=service`))
  await expect(page.getByRole('status').filter({ hasText: /traces/ })).toHaveText(`${client.stats.fault} traces`)
  await expect(page.getByRole('region', { name: 'Traces' }).getByText('Fault', { exact: true }).first()).toBeVisible()
})

test('a message between two traces leads to those of who received it', async ({ page, request, fleet }) => {
  // Few of the messages of an hour have both of their ends sampled.
  const { fromMs, toMs } = fleet.settledWindow(165)
  const window = `from=${fromMs}&to=${toMs}`
  const map: MapResponse = await (await request.get(`/api/map?${window}`)).json()
  const joined = map.edges.find(({ evidence }) => evidence !== null)
  if (joined === undefined) throw new Error('no message joins two traces')
  const key = JSON.stringify([joined.from, joined.to, joined.kind])
  await page.goto(`/map?${window}&edge=${encodeURIComponent(key)}`)
  await page.getByRole('complementary', { name: 'Edge' }).getByRole('link', { name: 'Traces of the consumer' }).click()
  await expect(page.getByRole('region', { name: 'Traces' }).getByRole('link').first()).toBeVisible()
})

// "My hands stay on the keys: can I walk over the map?"
test('the map can be walked with the keyboard alone, and what is reached is seen', async ({ page }) => {
  await page.goto(`/map?${windowOf(1)}&node=not-on-the-map`)
  const map = page.getByRole('region', { name: 'Map', exact: true })
  await map.locator('[data-node][tabindex="0"]').focus()
  const entries = await page.evaluate(() => history.length)
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => history.length)).toBe(entries)
  for (let zoomed = 0; zoomed < 4; zoomed += 1) await page.getByRole('button', { name: 'Zoom in' }).click()
  await map.locator('[data-node][tabindex="0"]').focus()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-node') ?? '')
  const first = await focused()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  expect(await focused()).not.toBe(first)
  const isSeen = async () => {
    const [box, node] = [await map.boundingBox(), await page.locator(':focus').boundingBox()]
    if (box === null || node === null) return false
    return (
      node.x >= box.x && node.x + node.width <= box.x + box.width && node.y >= box.y && node.y <= box.y + box.height
    )
  }
  await expect.poll(isSeen).toBe(true)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Service' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Service' })).toBeHidden()
})

// "I had zoomed in: leave it there."
test('the place and the zoom of the map stay while services come', async ({ page }) => {
  let isLater = false
  await page.clock.install()
  await page.route('**/api/map?*', async (route) => {
    const answer: MapResponse = await (await route.fetch()).json()
    const [node] = answer.nodes
    if (isLater && node) answer.nodes.push({ ...node, id: 'remote||newcomer.example', name: 'newcomer.example' })
    await route.fulfill({ json: answer })
  })
  await page.goto('/map?range=1h')
  const map = page.getByRole('region', { name: 'Map', exact: true })
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  const seen = () => map.locator('svg > g').first().getAttribute('transform')
  const before = await seen()
  isLater = true
  await page.clock.fastForward(31_000)
  await expect(map.locator('[data-node="remote||newcomer.example"]')).toHaveCount(1)
  expect(await seen()).toBe(before)
  await page.getByRole('button', { name: 'Fit the map' }).click()
  await expect.poll(seen).not.toBe(before)
})

// "On my phone I want to see that corner larger."
test('two fingers that part zoom the map around what is between them', async ({ page }) => {
  await page.goto(`/map?${windowOf(1)}`)
  const map = page.getByRole('region', { name: 'Map', exact: true })
  const drawing = map.locator('svg > g').first()
  const scaleOf = async () => Number(/scale\(([\d.]+)\)/.exec((await drawing.getAttribute('transform')) ?? '')?.[1])
  await expect.poll(scaleOf).toBeGreaterThan(0)
  const before = await scaleOf()
  const at = await map.boundingBox()
  if (at === null) throw new Error('the map has no size')
  const client = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number | null) => {
    const [x, y] = [at.x + at.width / 2, at.y + at.height / 2]
    const touchPoints = apart === null ? [] : [-1, 1].map((side, id) => ({ x: x + (side * apart) / 2, y, id }))
    return client.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
  await touch('touchStart', 100)
  for (const apart of [110, 120, 130]) await touch('touchMove', apart)
  await touch('touchEnd', null)
  await expect.poll(scaleOf).toBeCloseTo(before * 1.3)
  await expect(page).not.toHaveURL(/node=/)
})

// "Too many boxes: can I see teams, or one function's traces alone?"
test('the map is grouped and narrowed by its URL', async ({ page, request }) => {
  const window = windowOf(1)
  await page.goto(`/map?${window}`)
  await page.getByLabel('Group by').selectOption('type')
  await expect(page).toHaveURL(/groupBy=type/)
  const all = page.getByRole('region', { name: 'Map', exact: true }).locator('[data-node]')
  await expect(page.getByRole('button', { name: /^Lambda function, \d+ services:/ })).toBeVisible()
  const grouped = await all.count()
  const own: MapResponse = await (
    await request.get(`/api/map?${window}&region=eu-west-1&functionName=orders-api`)
  ).json()
  expect(grouped).toBeLessThan(own.nodes.length + 20)
  await page.goto(`/map?${window}&functionName=orders-api`)
  await expect(all).toHaveCount(own.nodes.length)
  await page.getByRole('button', { name: /^Remove the filter function/ }).click()
  await expect.poll(() => all.count()).toBeGreaterThan(own.nodes.length)
})

// "Drawn as one: I still want to open a service of it."
test('a service of a group is opened beside the grouped map, and its ways lead on', async ({ page }) => {
  await page.goto(`/map?${windowOf(1)}&groupBy=type`)
  await page.getByRole('button', { name: 'Fit the map' }).click()
  await page.getByRole('button', { name: /^Lambda function, \d+ services:/ }).click()
  const panel = page.getByRole('complementary', { name: 'Service' })
  await panel.getByRole('button', { name: 'orders-api', exact: true }).click()
  await expect(page).toHaveURL(/groupBy=type.*node=AWS|node=AWS.*groupBy=type/)
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('orders-api')
  await panel
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Calls', exact: true }) })
    .last()
    .getByRole('button')
    .first()
    .click()
  await expect(page.getByRole('complementary', { name: 'Edge' }).getByRole('heading', { level: 2 })).toHaveText(
    /^orders-api → /,
  )
  await page.getByRole('group', { name: 'Size and colour by' }).getByRole('button', { name: 'Failed' }).click()
  await expect(page).toHaveURL(/figure=failed/)
})

test('a large answer comes compressed', async ({ request }) => {
  const answer = await request.get(`/api/map?${windowOf(1)}`, { headers: { 'accept-encoding': 'gzip' } })
  expect((await answer.body()).length).toBeGreaterThan(10_000)
  expect(answer.headers()['content-encoding']).toBe('gzip')
})

test('what cannot be answered is refused with what to do', async ({ request }) => {
  const window = windowOf(1)
  expect((await request.get(`/api/map?${window}&colour=red`)).status()).toBe(400)
  expect((await request.get(`/api/map?from=2&to=1`)).status()).toBe(400)
  expect((await request.get(`/api/map?${window}&functionName=no-such-function`)).status()).toBe(404)
  expect((await request.get(`/api/map?${window}&qualifier=7`)).status()).toBe(400)
})

// "On my phone: which service is it?"
test('on a phone names in the tables of the map end where their cells do', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/map?${windowOf(1)}&view=table`)
  for (const table of ['Services of the map', 'Calls and messages of the map']) {
    const names = page.getByRole('region', { name: table }).locator('tbody').getByRole('button')
    await expect(names.first()).toBeVisible()
    const beyond = await names.evaluateAll((all) =>
      all.flatMap((name) => {
        const cell = name.closest('td')?.getBoundingClientRect()
        return cell !== undefined && name.getBoundingClientRect().right <= cell.right ? [] : [name.textContent]
      }),
    )
    expect(beyond).toEqual([])
  }
})

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
  const call = map.edges.find(({ from }) => from === orders?.id)
  const callee = map.nodes.find(({ id }) => id === call?.to)
  if (!orders || !call || !callee) throw new Error('orders-api calls nothing')
  await page.goto(`/map?${window}`)
  await expect(page.getByRole('region', { name: 'Map', exact: true }).locator('[data-node]')).toHaveCount(
    map.nodes.length,
  )
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

// "My hands stay on the keys: can I walk over the map?"
test('the map can be walked with the keyboard alone', async ({ page }) => {
  await page.goto(`/map?${windowOf(1)}`)
  const map = page.getByRole('region', { name: 'Map', exact: true })
  await map.locator('[data-node][tabindex="0"]').focus()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-node') ?? '')
  const first = await focused()
  await page.keyboard.press('ArrowRight')
  expect(await focused()).not.toBe(first)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Service' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Service' })).toBeHidden()
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

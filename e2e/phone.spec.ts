import { expect, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'

/** The tables of pages, by what each shows on a phone. */
const PAGES: Record<string, Record<string, (string | RegExp)[]>> = {
  '/functions?group=team': { Functions: ['Function', 'Invocations', 'Error %', 'p95'] },
  '/functions/orders-api': {
    'Slowest invocations': ['Started', 'Result', 'Duration'],
    'Dearest invocations': ['Started', 'Result', 'Cost'],
  },
  '/functions/orders-api/invocations': { Invocations: ['Started', 'Result', 'Duration'] },
  '/functions/checkout/versions': {
    Versions: ['Version', 'Invocations', 'Error rate', 'p95'],
    'Compared figures': ['Figure', /^First: /, /^Second: /],
  },
  '/functions/orders-api/triggers': { 'Allowed to invoke': ['Source', 'What of it', 'Through'] },
  '/concurrency': { 'Reserved and provisioned': ['Function', 'Reserved', 'Provisioned', 'Most at once'] },
  '/logs?functionName=orders-api': {},
  '/traces': { Traces: ['Trace', 'Started', 'Status', 'Duration'] },
  '/issues': { Issues: ['Issue', 'Count', 'Last seen'] },
  '/sync': { 'Recent runs': ['Began', 'Step', 'Of', 'Outcome', 'Took'] },
}

test.use({ viewport: { width: 390, height: 844 } })

// "I was called and have only my phone: what is it?"
for (const [path, tables] of Object.entries(PAGES)) {
  test(`on a phone ${path} shows every chip of the top bar, and what its tables are read for`, async ({ page }) => {
    await page.goto(path)
    // A font that comes too late is there from the next page on: how wide one of the system's is says nothing.
    await page.reload()
    for (const name of [/^Accounts and regions/, /^Time range/, /^Coverage/, /^Spend at AWS/]) {
      await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 })
    }
    await expect(page.getByRole('switch', { name: 'Live' })).toBeInViewport({ ratio: 1 })
    for (const [table, columns] of Object.entries(tables)) {
      const region = page.getByRole('region', { name: table, exact: true })
      await expect(region.getByRole('columnheader')).toHaveText(columns)
      const widths = await region
        .getByRole('columnheader')
        .evaluateAll((heads) => heads.map((head) => head.clientWidth))
      expect(Math.min(...widths)).toBeGreaterThan(40)
      await expect.poll(() => region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
    }
    await expectNoSidewaysScroll(page)
  })
}

test('on a phone the chips of the top bar stay on one line while log lines are read in part', async ({ page }) => {
  await page.route('**/api/coverage*', async (route) => {
    const answer = await (await route.fetch()).json()
    await route.fulfill({
      json: { ...answer, compared: 1_204, functions: 1_932, coverage: { ...answer.coverage, logs: 1 } },
    })
  })
  // Of sources that are late on a full machine it would say that instead.
  await page.route('**/api/health', async (route) => {
    const answer = await (await route.fetch()).json()
    const sources = answer.sources.map((source: object) => ({ ...source, lagMs: 1_000 }))
    await route.fulfill({ json: { ...answer, sources } })
  })
  await page.goto('/functions')
  const coverage = page.getByRole('button', { name: 'Coverage: Logs 100 % of 1204 of 1932' })
  await expect(coverage).toHaveText('1204/1932', { useInnerText: true })
  const topOf = async (name: RegExp) => (await page.getByRole('button', { name }).boundingBox())?.y
  const tops = [/^Accounts and regions/, /^Time range/, /^Coverage/, /^Spend at AWS/].map(topOf)
  expect(new Set(await Promise.all(tops)).size).toBe(1)
})

test('on a phone each figure of the overview leads to a list that shows what it is ordered by', async ({ page }) => {
  await page.goto('/overview')
  const tiles = page.getByRole('region', { name: 'Figures of the fleet' })
  for (const path of await tiles.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href')))) {
    if (path === null || !path.startsWith('/functions')) continue
    await page.goto(path)
    const heads = page.getByRole('region', { name: 'Functions', exact: true }).getByRole('columnheader')
    await expect(heads.and(page.locator('[aria-sort$="ending"]'))).toBeInViewport({ ratio: 1 })
    await expectNoSidewaysScroll(page)
  }
})

// "Which service is it?", held in one hand.
test('on a phone the names on the Map can be read where it begins', async ({ page }) => {
  await page.goto('/map')
  const nodes = page.getByRole('region', { name: 'Map', exact: true }).locator('[data-node]')
  await expect(nodes.first()).toBeVisible()
  const heightOf = () => nodes.first().evaluate((node) => node.querySelector('text')?.getBoundingClientRect().height)
  await expect.poll(heightOf).toBeGreaterThan(9)
})

test('on a phone the graph of a trace is drawn as large as its panel allows', async ({ page, fleet }) => {
  const { traceId } = await fleet.slowOrder(fleet.settledWindow(120))
  await page.goto(`/traces/${traceId}`)
  const graph = page.getByRole('region', { name: 'Trace graph' })
  await expect(graph.locator('[data-node]').first()).toBeVisible()
  const { isWhole, isHigh } = await graph.evaluate((box) => {
    const [svg, text] = [box.querySelector('svg'), box.querySelector('[data-node] text')]
    const scale = (svg?.getBoundingClientRect().width ?? 0) / (svg?.viewBox.baseVal.width ?? 1)
    return { isWhole: text !== null && scale > 0.99, isHigh: (svg?.clientHeight ?? 0) >= box.clientHeight - 2 }
  })
  expect(isWhole || isHigh).toBe(true)
  await expectNoSidewaysScroll(page)
})

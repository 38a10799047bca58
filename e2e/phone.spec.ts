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
  '/concurrency': { 'Reserved and provisioned': ['Function', 'Reserved now', 'Provisioned now', 'Most at once'] },
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

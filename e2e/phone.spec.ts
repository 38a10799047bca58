import { expect, test } from '@/e2e/fixtures/test'

const TABLES = [
  { path: '/functions', table: 'Functions', columns: ['Function', 'Invocations', 'Error %', 'p95'] },
  { path: '/functions/orders-api/invocations', table: 'Invocations', columns: ['Started', 'Result', 'Duration'] },
  { path: '/traces', table: 'Traces', columns: ['Trace', 'Started', 'Status', 'Duration'] },
  { path: '/issues', table: 'Issues', columns: ['Issue', 'Count', 'Last seen'] },
  { path: '/functions/orders-api', table: 'Slowest invocations', columns: ['Started', 'Result', 'Duration'] },
  { path: '/functions/orders-api', table: 'Dearest invocations', columns: ['Started', 'Result', 'Cost'] },
  { path: '/functions/checkout/versions', table: 'Versions', columns: ['Version', 'Invocations', 'Error rate', 'p95'] },
  { path: '/functions/checkout/versions', table: 'Compared figures', columns: ['Figure', /^First: /, /^Second: /] },
  {
    path: '/concurrency',
    table: 'Reserved and provisioned',
    columns: ['Function', 'Reserved', 'Provisioned', 'Most at once'],
  },
  { path: '/sync', table: 'Recent runs', columns: ['Began', 'Step', 'Of', 'Outcome', 'Took'] },
]

test.use({ viewport: { width: 390, height: 844 } })

// "I was called and have only my phone: what is it?"
for (const { path, table, columns } of TABLES) {
  test(`on a phone ${path} shows every chip of the top bar, and what its table ${table} is read for`, async ({
    page,
  }) => {
    await page.goto(path)
    for (const name of [/^Accounts and regions/, /^Time range/, /^Coverage/, /^Spend at AWS/]) {
      await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 })
    }
    await expect(page.getByRole('switch', { name: 'Live' })).toBeInViewport({ ratio: 1 })
    const region = page.getByRole('region', { name: table, exact: true })
    await expect(region.getByRole('columnheader')).toHaveText(columns)
    await expect.poll(() => region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  })
}

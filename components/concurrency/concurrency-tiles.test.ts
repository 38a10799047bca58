import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ConcurrencyTiles } from '@/components/concurrency/concurrency-tiles'
import type { FunctionConcurrency, ProvisionedUse } from '@/lib/contracts/concurrency'

const use = (own: Partial<ProvisionedUse>): ProvisionedUse => ({
  ...{ qualifier: 'live', requested: 4, allocated: 4, available: 4, status: 'READY', statusReason: null, stood: [4] },
  ...{ inUse: [1], inUseMax: 1, utilisationMax: 0.25, invocations: 10, spillover: 2 },
  ...own,
})
const data: FunctionConcurrency = {
  ...{ fromMs: 0, toMs: 60_000, periodMs: 60_000, accountLimit: 1_000, pool: 800, reserved: null, settingsRead: true },
  heldFromMs: 0,
  ...{ reservedThen: [null], poolThen: [800], atMs: [0], concurrent: [5], concurrentMax: 5, scaling: null },
  ...{
    throttled: [0],
    throttles: 0,
    spilled: [0],
    throttledMinutes: 0,
    unsureMinutes: 0,
    longestPeriodMs: 60_000,
    causes: [],
  },
  ...{ minutes: [], provisioned: [] },
}

function linksOf(provisioned: ProvisionedUse[]): string[] {
  const place = { accountId: '111122223333', region: 'eu-west-1', qualifier: null }
  const tiles = createElement(ConcurrencyTiles, {
    ...{ data: { ...data, provisioned }, stale: false, path: '/functions/f', place, ledger: {} },
  })
  const markup = renderToStaticMarkup(
    createElement(SearchParamsContext.Provider, { value: new URLSearchParams() }, tiles),
  )
  return [...markup.matchAll(/qualifier=(\w+)/g)].map(([, name = '']) => name)
}

it('leads from what is provisioned now to the invocations of its qualifier, though another had some before', () => {
  const removed = use({ qualifier: 'old', requested: null, allocated: null, spillover: 0 })
  expect(linksOf([use({}), removed])).toEqual(['live', 'live'])
  expect(linksOf([removed])).toEqual([])
  expect(linksOf([use({ spillover: 0 }), { ...removed, spillover: 3 }])).toEqual(['live', 'old'])
  expect(linksOf([use({}), use({ qualifier: 'blue' })])).toEqual([])
})

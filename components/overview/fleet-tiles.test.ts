import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { FleetTiles } from '@/components/overview/fleet-tiles'
import type { OverviewResponse } from '@/lib/contracts/overview'

const HOUR = 3_600_000
const NOTHING = { invocations: null, errors: null, throttles: null, durationP95Ms: null, loggedInvocations: null }
const READ = { countedFromMs: 0, loggedFromMs: 0, countedToMs: 2 * HOUR, loggedToMs: 2 * HOUR }
const overview: OverviewResponse = {
  ...{ fromMs: 0, toMs: 2 * HOUR, functions: 4, known: 0, knownFromLogs: 0, partlyFromLogs: 0 },
  ...{ figures: { ...NOTHING, coldStarts: null, costUsd: null }, ...READ },
  ...{ comparedWith: null, compared: null, before: null, comparedFunctions: 0, movers: [], pools: [] },
  trend: {
    ...{ periodMs: HOUR, atMs: [0, HOUR], known: [0, 4], invocations: [null, 3], errors: [null, 0] },
    ...{ throttles: [null, 0], invocationsBefore: [null, null] },
  },
}

function textOf(own: Partial<OverviewResponse>): string {
  const tiles = createElement(FleetTiles, { overview: { ...overview, ...own } })
  const markup = renderToStaticMarkup(
    createElement(SearchParamsContext.Provider, { value: new URLSearchParams() }, tiles),
  )
  return markup.replaceAll(/<[^>]+>/g, ' ')
}

it('says of log lines what is read of them, whatever is read of metrics', () => {
  expect(textOf({})).toContain('1 h of 2 h read')
  expect(textOf({})).not.toContain('not all of it is read')
  expect(textOf({ partlyFromLogs: 2 })).toContain('not all of it is read')
})

it('shows the figures of the part of the window that is pulled, and says which: the pace of a day is that of the part', () => {
  const figures = { ...overview.figures, invocations: 300, loggedInvocations: 300, coldStarts: 3, costUsd: 2 }
  const read = { known: 4, knownFromLogs: 4, countedFromMs: HOUR, loggedFromMs: HOUR }
  const text = textOf({ ...read, figures })
  expect(text).toContain('300')
  expect(text.match(/1 h of 2 h pulled/g)).toHaveLength(6)
  expect(text).toContain('$48')
  const beyond = textOf({ countedFromMs: 2 * HOUR, loggedFromMs: 2 * HOUR })
  expect(beyond).toContain('before all that is pulled')
  expect(beyond).not.toContain('not read yet')
})

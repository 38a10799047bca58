import { expect, it } from 'vitest'
import { groupFunctions, listTagKeys } from '@/components/functions/group-functions'
import { prepareFunctions } from '@/components/functions/prepare-functions'
import type { FunctionItem } from '@/lib/contracts/functions'

function item(name: string, tags: Record<string, string>, invocations: number | null = 1): FunctionItem {
  return {
    ...{ arn: name, name, accountId: '1', region: 'eu-west-1', runtime: null, architecture: null, memoryMb: null },
    sharedMemoryMb: null,
    ...{
      modes: [],
      tags,
      aliases: [],
      versions: 0,
      invocations,
      errors: 0,
      throttles: 0,
      coldStarts: 0,
      loggedInvocations: 0,
    },
    ...{
      durationP95Ms: null,
      maxMemoryUsedMb: null,
      costUsd: null,
      lastInvokedAtMs: null,
      inferred: false,
      spark: { fromMs: 0, periodMs: 60_000, values: [], isCut: false },
    },
  }
}

const ITEMS = [
  item('c', { team: 'shop' }, 5),
  item('a', {}, 9),
  item('b', { team: 'pay', stage: 'live' }, null),
  item('d', { team: 'shop', stage: 'live' }, null),
  item('e', { team: 'shop' }, 2),
]

const VIEW = { text: '', facets: { runtime: [], region: [], mode: [], health: [], tag: [] }, scope: [] }
const shown = (groupBy: string | null, sort = '-invocations', items = ITEMS) => {
  const view = { ...VIEW, groupBy, sort: sort.replace(/^-/, ''), descending: sort.startsWith('-') }
  return groupFunctions(prepareFunctions(items, view), view).map((row) =>
    row.kind === 'group' ? `${row.group.value}: ${row.group.functions}, ${row.group.invocations}` : row.item.name,
  )
}

it('stands functions of one value together, in the order of the rows, and those without the tag last', () => {
  expect(shown('team')).toEqual(['shop: 3, 7', 'c', 'e', 'd', 'pay: 1, null', 'b', 'null: 1, 9', 'a'])
  expect(shown('team', 'name')).toEqual(['pay: 1, null', 'b', 'shop: 3, 7', 'c', 'd', 'e', 'null: 1, 9', 'a'])
  // Groups stand by their sums, which are not in the order of their first rows.
  const three = [item('f', { stage: 'test' }, 6), item('g', { stage: 'live' }, 4), item('h', { stage: 'live' }, 3)]
  expect(shown('stage', 'invocations', three)).toEqual(['test: 1, 6', 'f', 'live: 2, 7', 'h', 'g'])
})

it('leaves the rows alone when nothing groups them', () => {
  expect(shown(null)).toEqual(['a', 'c', 'e', 'b', 'd'])
})

it('offers the tags that most functions have first', () => {
  expect(listTagKeys(ITEMS)).toEqual(['team', 'stage'])
})

import { expect, it } from 'vitest'
import { groupFunctions, listTagKeys } from '@/components/functions/group-functions'
import type { FunctionItem } from '@/lib/contracts/functions'

function item(name: string, tags: Record<string, string>, invocations: number | null = 1): FunctionItem {
  return {
    ...{ arn: name, name, accountId: '1', region: 'eu-west-1', runtime: null, architecture: null, memoryMb: null },
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
    ...{ durationP95Ms: null, maxMemoryUsedMb: null, costUsd: null, lastInvokedAtMs: null, inferred: false, spark: [] },
  }
}

const ITEMS = [
  item('c', { team: 'shop' }, 5),
  item('a', {}, 9),
  item('b', { team: 'pay', stage: 'live' }, null),
  item('d', { team: 'shop', stage: 'live' }, null),
  item('e', { team: 'shop' }, 2),
]

const shown = (key: string | null) =>
  groupFunctions(ITEMS, key).map((row) =>
    row.kind === 'group' ? `${row.group.value}: ${row.group.functions}, ${row.group.invocations}` : row.item.name,
  )

it('stands functions of one value together, most first, and those without the tag last', () => {
  expect(shown('team')).toEqual(['shop: 3, 7', 'c', 'd', 'e', 'pay: 1, null', 'b', 'null: 1, 9', 'a'])
})

it('leaves the rows alone when nothing groups them', () => {
  expect(shown(null)).toEqual(['c', 'a', 'b', 'd', 'e'])
})

it('offers the tags that most functions have first', () => {
  expect(listTagKeys(ITEMS)).toEqual(['team', 'stage'])
})

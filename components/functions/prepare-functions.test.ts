import { describe, expect, it } from 'vitest'
import {
  type FunctionsView,
  functionsInScope,
  healthOf,
  listFacetOptions,
  prepareFunctions,
} from '@/components/functions/prepare-functions'
import type { FunctionItem } from '@/lib/contracts/functions'

function item(name: string, more: Partial<FunctionItem> = {}): FunctionItem {
  return {
    arn: `arn:aws:lambda:eu-west-1:1:function:${name}`,
    name,
    accountId: '111111111111',
    region: 'eu-west-1',
    runtime: 'nodejs22.x',
    architecture: 'arm64',
    memoryMb: 128,
    sharedMemoryMb: 128,
    modes: [],
    tags: {},
    aliases: [],
    versions: 0,
    invocations: 10,
    errors: 0,
    throttles: 0,
    coldStarts: 0,
    loggedInvocations: 10,
    durationP95Ms: 5,
    maxMemoryUsedMb: 60,
    costUsd: 0,
    lastInvokedAtMs: null,
    inferred: false,
    spark: { fromMs: 0, periodMs: 60_000, values: [], isCut: false },
    ...more,
  }
}

const VIEW: FunctionsView = {
  text: '',
  facets: { runtime: [], region: [], mode: [], health: [], tag: [] },
  sort: 'name',
  descending: false,
  scope: [],
  groupBy: null,
}

const names = (items: FunctionItem[]) => items.map(({ name }) => name)

it('filters choose from the functions in scope alone', () => {
  const items = [item('a'), item('b', { region: 'us-east-1' }), item('c', { region: 'us-east-1' })]
  const scoped = functionsInScope(items, [{ accountId: '111111111111', region: 'us-east-1' }])
  expect(listFacetOptions(scoped, 'region')).toEqual([{ value: 'us-east-1', count: 2 }])
  expect(functionsInScope(items, [])).toHaveLength(3)
})

describe('prepareFunctions', () => {
  it('finds every word in name, runtime, region or alias', () => {
    const items = [item('orders-api', { aliases: ['live'] }), item('orders-worker'), item('mailer')]
    expect(names(prepareFunctions(items, { ...VIEW, text: 'ORDERS live' }))).toEqual(['orders-api'])
  })

  it('stands unknown values last whichever way the order goes', () => {
    const items = [item('a', { invocations: null }), item('b', { invocations: 2 }), item('c', { invocations: 7 })]
    expect(names(prepareFunctions(items, { ...VIEW, sort: 'invocations', descending: true }))).toEqual(['c', 'b', 'a'])
    expect(names(prepareFunctions(items, { ...VIEW, sort: 'invocations' }))).toEqual(['b', 'c', 'a'])
  })

  it('joins the values of a facet by or, and facets by and', () => {
    const items = [item('a', { runtime: 'python3.13' }), item('b', { region: 'us-east-1' }), item('c')]
    const facets = { ...VIEW.facets, runtime: ['python3.13', 'nodejs22.x'], region: ['eu-west-1'] }
    expect(names(prepareFunctions(items, { ...VIEW, facets }))).toEqual(['a', 'c'])
  })

  it('keeps to the scope', () => {
    const items = [item('a'), item('b', { region: 'us-east-1' })]
    const scope = [{ accountId: '111111111111', region: 'us-east-1' }]
    expect(names(prepareFunctions(items, { ...VIEW, scope }))).toEqual(['b'])
  })
})

it('calls a function erring and throttled at once, and knows idle from unknown', () => {
  expect(healthOf(item('a', { invocations: 100, errors: 1, throttles: 2 }))).toEqual(['erring', 'throttled'])
  expect(healthOf(item('a', { invocations: 0 }))).toEqual(['idle'])
  expect(healthOf(item('a', { invocations: null }))).toEqual(['no metrics'])
})

it('counts the functions of each facet value, most first', () => {
  const items = [item('a'), item('b'), item('c', { runtime: null })]
  expect(listFacetOptions(items, 'runtime')).toEqual([
    { value: 'nodejs22.x', count: 2 },
    { value: 'container image', count: 1 },
  ])
})

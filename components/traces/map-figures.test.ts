import { expect, it } from 'vitest'
import { drawMap } from '@/components/traces/draw-map'
import {
  costsOf,
  failedShare,
  figureOf,
  formatFigure,
  formatRate,
  labelEdge,
  weightOf,
} from '@/components/traces/map-figures'
import { testNode, testStats } from '@/components/traces/map-test-page'
import { FIGURES } from '@/components/traces/read-map-view'

const API = testNode('api', 'AWS::Lambda::Function', { stats: testStats(10, { error: 1, throttle: 2, fault: 3 }) })
const TABLE = testNode('orders', 'AWS::DynamoDB::Table')
const { nodes } = drawMap({ nodes: [API, TABLE], edges: [] }, 'none')
const COSTS = costsOf({
  groups: [
    { of: { accountId: '111111111111', region: 'eu-west-1', functionName: 'api' }, usd: 1 },
    { of: { accountId: '111111111111', region: 'us-east-1', functionName: 'api' }, usd: 2 },
    { of: null, usd: 9 },
  ],
})

it.each([
  ['requests', 10, 4],
  ['failed', 6, 0],
  ['p95', 20, 20],
  ['cost', 3, null],
] as const)('answers %s of a node, null where it is not known', (figure, api, table) => {
  expect(nodes.map((node) => figureOf(node, figure, COSTS))).toEqual([api, table])
})

it('calls faults and throttles failed, not errors, which are one kind of three', () => {
  expect(FIGURES.map(({ label }) => label)).toEqual(['Requests', 'Failed', 'p95', 'Cost'])
  expect(failedShare(API.stats)).toBe(0.6)
  expect(failedShare(testStats(0))).toBeNull()
})

it.each([
  [null, 100, 0],
  [0, 100, 0],
  [100, 0, 0],
  [100, 100, 1],
  [500, 100, 1],
])('weighs %s of %s as %s', (value, most, weight) => {
  expect(weightOf(value, most)).toBe(weight)
})

it('weighs by the logarithm, so that a hundredth is still seen', () => {
  expect(weightOf(1, 100)).toBeCloseTo(Math.log1p(0.99) / Math.log(100))
  expect(weightOf(10, 100)).toBeGreaterThan(0.4)
})

it.each([
  [120, 60_000, '2/s'],
  [6, 60_000, '6/min'],
  [2, 3_600_000, '2/h'],
])('says %s calls in %s ms as %s', (count, windowMs, said) => {
  expect(formatRate(count, windowMs)).toBe(said)
})

it('labels an edge by rate, p95 and share of failures', () => {
  expect(labelEdge(API.stats, 10_000)).toBe('1/s · 20 ms · 60 %')
  expect([formatFigure(null, 'failed'), formatFigure(20, 'p95'), formatFigure(null, 'cost')]).toEqual([
    '—',
    '20 ms',
    '—',
  ])
})

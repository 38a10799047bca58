import { expect, it } from 'vitest'
import { drawMap } from '@/components/traces/draw-map'
import { findChosen, findNear, placeChosen } from '@/components/traces/find-chosen'
import { testEdge, testNode } from '@/components/traces/map-test-page'
import { edgeKey } from '@/components/traces/read-map-view'

const API = testNode('api', 'AWS::Lambda::Function')
const MAILER = testNode('mailer', 'AWS::Lambda::Function')
const TABLE = testNode('orders', 'AWS::DynamoDB::Table')
const PAGE = { nodes: [API, MAILER, TABLE], edges: [testEdge(API, TABLE), testEdge(API, MAILER)] }
const GROUPED = drawMap(PAGE, 'type')
const NOTHING = { node: null, edge: null }
const ALL = { direction: 'both', find: '' } as const

it('finds what is drawn, and of a group the service itself with its own edges', () => {
  const group = findChosen(PAGE, GROUPED, { ...NOTHING, node: 'group|Lambda function' })
  expect(group.node?.members).toHaveLength(2)
  expect(group.within).toBe(GROUPED)
  const member = findChosen(PAGE, GROUPED, { ...NOTHING, node: API.id })
  expect(member.node).toMatchObject({ id: API.id, members: [API] })
  expect(member.within.edges).toHaveLength(2)
  const edge = findChosen(PAGE, GROUPED, { ...NOTHING, edge: edgeKey(testEdge(API, TABLE)) })
  expect(edge.edge?.members).toHaveLength(1)
  expect(findChosen(PAGE, GROUPED, { ...NOTHING, node: 'gone' })).toMatchObject(NOTHING)
})

it('lights the group that what is chosen is a part of', () => {
  expect(placeChosen(GROUPED, { ...NOTHING, node: API.id }).node).toBe('group|Lambda function')
  expect(placeChosen(GROUPED, { ...NOTHING, edge: edgeKey(testEdge(API, TABLE)) }).edge).toBe(
    edgeKey({ from: 'group|Lambda function', to: 'group|DynamoDB', kind: 'call' }),
  )
  expect(placeChosen(GROUPED, { node: 'gone', edge: 'gone' })).toEqual(NOTHING)
})

it.each([
  ['nothing', NOTHING, '', null],
  ['a node that is not there', placeChosen(GROUPED, { ...NOTHING, node: 'gone' }), '', null],
  ['a group', { ...NOTHING, node: 'group|DynamoDB' }, '', ['group|DynamoDB', 'group|Lambda function']],
  ['a name within a group', NOTHING, 'MAIL', ['group|Lambda function']],
  ['a name that nothing has', NOTHING, 'zebra', []],
])('leaves undimmed what is near: %s', (_, place, find, near) => {
  const found = findNear(GROUPED, place, { ...ALL, find })
  expect(found && [...found].sort()).toEqual(near)
})

import { expect, it } from 'vitest'
import { drawMap, isFunction, tagKeysOf } from '@/components/traces/draw-map'
import { testEdge, testNode } from '@/components/traces/map-test-page'

const API = testNode('api', 'AWS::Lambda::Function', { tags: { team: 'orders' } })
const MAILER = testNode('mailer', 'AWS::Lambda::Function', { accountId: '222222222222' })
const TABLE = testNode('orders', 'AWS::DynamoDB::Table')
const HOST = testNode('example.com', 'remote', { accountId: null })
const CLIENT = testNode('api', 'client', { accountId: null })
const MAP = { nodes: [API, MAILER, TABLE, HOST, CLIENT], edges: [testEdge(CLIENT, API), testEdge(API, TABLE)] }

const namesOf = (groupBy: string) => drawMap(MAP, groupBy).nodes.map(({ name }) => name)

it.each([
  ['none', ['api', 'mailer', 'orders', 'example.com', 'api']],
  ['type', ['Lambda function', 'DynamoDB', 'HTTP', 'Clients']],
  ['account', ['111111111111', '222222222222', 'Outside of AWS', 'Clients']],
  ['tag:team', ['orders', 'No tag team', 'DynamoDB', 'HTTP', 'Clients']],
])('draws by %s what belongs together as one', (groupBy, names) => {
  expect(namesOf(groupBy)).toEqual(names)
})

it('keeps every member, and the edges between groups as one', () => {
  const { nodes, edges } = drawMap(MAP, 'type')
  expect(nodes.flatMap(({ members }) => members)).toHaveLength(MAP.nodes.length)
  expect(nodes.find(({ name }) => name === 'Lambda function')?.type).toBe('AWS::Lambda::Function')
  expect(edges.map(({ members }) => members.length)).toEqual([1, 1])
  expect(drawMap(MAP, 'account').nodes[0]?.type).toBe('group')
})

it('tells functions and the tags of what is drawn', () => {
  expect(MAP.nodes.filter(isFunction)).toEqual([API, MAILER])
  expect(tagKeysOf([API, MAILER, testNode('z', 'AWS::Lambda', { tags: { stage: 'prod', team: 'x' } })])).toEqual([
    'stage',
    'team',
  ])
})

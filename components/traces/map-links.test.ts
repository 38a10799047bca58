import { expect, it } from 'vitest'
import { type CallOutcome, linkMap } from '@/components/traces/map-links'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

const FUNCTION = { name: 'orders', type: 'AWS::Lambda::Function', accountId: '111111111111' }
const ELSEWHERE = { ...FUNCTION, accountId: '222222222222' }
const TABLE = { name: 'orders', type: 'AWS::DynamoDB::Table', accountId: '111111111111' }
const HOST = { name: 'api.example.com', type: 'remote', accountId: null }
const CLIENT = { name: 'orders', type: 'client', accountId: null }
const PAGE = { countedFromMs: 3_600_000, countedToMs: 7_200_000, nodes: [FUNCTION, TABLE, HOST, CLIENT] }
const ALL = { functionName: null, qualifier: null }

const links = linkMap(PAGE, ALL)
const nodeFilter = (node: typeof CLIENT | typeof TABLE, outcome: CallOutcome | null = null) =>
  links.ofNode(node, outcome).filter

it.each([
  [FUNCTION, null, 'service(id(name: "orders", type: "AWS::Lambda::Function"))'],
  [TABLE, 'fault', 'service(id(name: "orders", type: "AWS::DynamoDB::Table")) { fault }'],
  [HOST, 'throttle', 'service("api.example.com") { throttle AND !fault }'],
  [CLIENT, null, 'service("orders") { root }'],
  [CLIENT, 'fault', 'service("orders") { root AND fault }'],
] as const)('leads from %o that ended as %s to its traces', (node, outcome, filter) => {
  expect(nodeFilter(node, outcome)).toBe(filter)
})

it('leads from an edge to calls between its ends, and from a client’s to what it called', () => {
  expect(links.ofEdge(FUNCTION, TABLE, 'fault').filter).toBe(
    'edge(id(name: "orders", type: "AWS::Lambda::Function"), id(name: "orders", type: "AWS::DynamoDB::Table")) { fault }',
  )
  expect(links.ofEdge(CLIENT, FUNCTION).filter).toBe(
    'service(id(name: "orders", type: "AWS::Lambda::Function")) { root }',
  )
})

it('counts an error as the map does, under its worst outcome, in an expression that can be read', () => {
  const filter = nodeFilter(TABLE, 'error') ?? ''
  expect(filter).toContain('{ error AND !throttle AND !fault }')
  expect(nodeFilter(CLIENT, 'error')).toContain('{ root AND error AND !throttle AND !fault }')
  for (const text of [filter, nodeFilter(CLIENT, 'error') ?? '']) expect(parseFilterExpression(text).error).toBeNull()
})

it('names the account where the map has a namesake in another one', () => {
  const { ofNode } = linkMap({ ...PAGE, nodes: [...PAGE.nodes, ELSEWHERE] }, ALL)
  expect(ofNode(ELSEWHERE).filter).toContain('account.id: "222222222222"')
  expect(ofNode(FUNCTION).filter).toContain('account.id: "111111111111"')
  expect(ofNode(TABLE).filter).not.toContain('account.id')
})

it('asks for the window, function and qualifier that are counted', () => {
  const { ofNode, ofEdge } = linkMap(PAGE, { functionName: 'orders', qualifier: 'live' })
  const counted = { range: null, from: '3600000', to: '7200000', functionName: 'orders', qualifier: 'live' }
  expect(ofNode(TABLE)).toMatchObject(counted)
  expect(ofEdge(FUNCTION, TABLE)).toMatchObject(counted)
  expect(links.ofNode(TABLE)).toMatchObject({ functionName: null, qualifier: null })
})

it('takes any name along', () => {
  const odd = { name: 'a "b" \\ c', type: 'remote', accountId: null }
  expect(parseFilterExpression(links.ofNode(odd).filter ?? '').filter).toMatchObject({ service: { name: odd.name } })
})

import { describe, expect, it } from 'vitest'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { findNodeSpans } from '@/lib/domain/traces/find-node-spans'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { SAMPLE_TRACE_ID, sampleTrace } from '@/lib/domain/traces/sample-trace'

/** Each node of a trace's graph with the name and place of its span in the waterfall. */
function nodesOf(texts: readonly object[]) {
  const documents = parseSegments(texts.map((text) => JSON.stringify(text)))
  const { spans } = buildTree(documents)
  const spanOf = findNodeSpans(documents)
  return buildTraceGraph([{ id: SAMPLE_TRACE_ID, documents }], '111122223333').nodes.map((node) => {
    const id = spanOf(node)
    const at = spans.findIndex((span) => span.id === id)
    return [`${node.type} ${node.name}`, at, spans[at]?.name]
  })
}

describe('findNodeSpans', () => {
  it('finds a span for every node of a trace', () => {
    const nodes = nodesOf(sampleTrace())
    expect(nodes.length).toBeGreaterThan(4)
    for (const [node, at] of nodes) expect(`${node} ${Number(at) >= 0}`).toBe(`${node} true`)
    expect(nodes).toContainEqual(['client shop/Prod', 0, 'shop/Prod'])
  })

  it('tells the service and the function of one name apart, and names the first of several calls', () => {
    const times = { start_time: 1, end_time: 2 }
    const calls = [1.5, 1.2].map((start_time, at) => ({
      ...{ id: `c${at}`, name: 'DynamoDB', namespace: 'aws', start_time, end_time: 1.8, aws: { table_name: 'orders' } },
    }))
    const nodes = nodesOf([
      { id: 'a', name: 'fn', origin: 'AWS::Lambda', ...times },
      { id: 'b', name: 'fn', origin: 'AWS::Lambda::Function', parent_id: 'a', ...times, subsegments: calls },
    ])
    expect(nodes).toEqual([
      ['AWS::DynamoDB::Table orders', 2, 'DynamoDB'],
      ['AWS::Lambda::Function fn', 1, 'fn'],
      ['AWS::Lambda fn', 0, 'fn'],
      ['client fn', 0, 'fn'],
    ])
  })
})

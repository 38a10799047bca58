import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { collectTrace } from '@/lib/domain/traces/collect-trace'
import { indexSenders, joinTrace } from '@/lib/domain/traces/join-traces'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at } from '@/lib/domain/traces/sample-trace'
import { GraphTally } from '@/lib/domain/traces/trace-graph'

const PRODUCER = '1-6a507b87-000000000000000000000001'
const done = (id: string, from: number, to: number, more: object = {}): JsonObject => ({
  id,
  name: id,
  start_time: at(from),
  end_time: at(to),
  ...more,
})
const sqs = (id: string, queue: string) =>
  done(id, 1, 2, {
    name: 'SQS',
    namespace: 'aws',
    aws: { operation: 'SendMessage', queue_url: `https://sqs/1/${queue}` },
  })
const sender = (...calls: JsonObject[]) => [done('fn', 0, 9, { origin: 'AWS::Lambda::Function', subsegments: calls })]
const consumer = (...ids: (string | null)[]) => [
  done('reader', 102, 110, { origin: 'AWS::Lambda', links: ids.map((id) => ({ trace_id: PRODUCER, id })) }),
]

/** The links of a consumer, drawn without the producer's own trace: as of a later stretch of time. */
function linksOf(producer: JsonObject[], own: JsonObject[], queues: string[] = []) {
  const tally = new GraphTally()
  const joints = collectTrace(parseSegments(own), null, tally)
  const sent = collectTrace(parseSegments(producer), null, new GraphTally())
  joinTrace(tally, { joints, of: null }, indexSenders(new Map([[PRODUCER, sent]])), () => queues)
  const { nodes, edges } = tally.graph()
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]))
  return edges
    .filter(({ kind }) => kind === 'link')
    .map(({ from, to, evidence, stats }) => `${nameOf.get(from)} > ${nameOf.get(to)} ${evidence} ${stats.count}`)
}

describe('joinTrace', () => {
  it('draws the queue of a message that was sent before the time of the graph, with no call counted', () => {
    const tally = new GraphTally()
    const joints = collectTrace(parseSegments(consumer('m1')), null, tally)
    const sent = collectTrace(parseSegments(sender(sqs('m1', 'mail'))), null, new GraphTally())
    joinTrace(tally, { joints, of: null }, indexSenders(new Map([[PRODUCER, sent]])))
    const { nodes, edges } = tally.graph()
    expect(nodes.find(({ name }) => name === 'mail')?.stats).toMatchObject({ count: 0, p95Ms: null })
    expect(edges.find(({ kind }) => kind === 'link')?.stats).toMatchObject({ count: 1, p50Ms: 100 })
  })

  it('counts each message of a batch', () => {
    expect(linksOf(sender(sqs('m1', 'mail'), sqs('m2', 'mail')), consumer('m1', 'm2'))).toEqual([
      'mail > reader link 2',
    ])
  })

  it('takes the only queue that the named segment sent to', () => {
    expect(linksOf(sender(sqs('m1', 'mail')), consumer('fn'))).toEqual(['mail > reader link 1'])
  })

  it('takes of several queues the one that the consumer reads, and else says that it is the first', () => {
    const both = sender(sqs('m1', 'audit'), sqs('m2', 'mail'))
    expect(linksOf(both, consumer('fn'), ['mail'])).toEqual(['mail > reader mapping 1'])
    expect(linksOf(both, consumer('fn'))).toEqual(['audit > reader segment 1'])
    expect(linksOf(both, consumer(null))).toEqual(['audit > reader trace 1'])
  })

  it('goes through the dead-letter queue when the consumer reads another than was sent to', () => {
    expect(linksOf(sender(sqs('m1', 'mail')), consumer('m1'), ['mail-failed'])).toEqual([
      'mail > mail-failed dead-letter 1',
      'mail-failed > reader dead-letter 1',
    ])
  })

  it('takes no queue for a dead-letter queue where the sender published to a topic as well', () => {
    const topic = { ...sqs('m2', ''), name: 'SNS', aws: { operation: 'Publish', topic_arn: 'arn:aws:sns:x:1:news' } }
    const both = sender(sqs('m1', 'audit'), topic)
    expect(linksOf(both, consumer('fn'), ['news-subscriber'])).toEqual(['news > reader segment 1'])
    expect(linksOf(both, consumer(null), ['news-subscriber'])).toEqual(['news > reader trace 1'])
    expect(linksOf(both, consumer('fn'), ['audit'])).toEqual(['audit > reader link 1'])
    expect(linksOf(both, consumer('fn'))).toEqual(['audit > reader link 1'])
    const two = sender(sqs('m1', 'audit'), sqs('m2', 'mail'))
    expect(linksOf(two, consumer('fn'), ['mail-failed'])).toEqual(['audit > reader segment 1'])
    expect(linksOf(both, consumer('m1'), ['audit-failed'])).toEqual([
      'audit > audit-failed dead-letter 1',
      'audit-failed > reader dead-letter 1',
    ])
  })

  it('names the segment itself where no message was seen to be sent, and nothing of a trace that is not known', () => {
    expect(linksOf(sender(), consumer('fn'))).toEqual(['fn > reader segment 1'])
    expect(linksOf(sender(), consumer('stranger'))).toEqual([])
    expect(linksOf([], consumer('fn'))).toEqual([])
  })
})

it('stands a bus between its source and each target of an event, counted once', () => {
  const put = done('put', 1, 2, { name: 'Events', namespace: 'aws', aws: { operation: 'PutEvents' } })
  const target = (id: string) => done(id, 40, 50, { origin: 'AWS::Lambda', parent_id: 'put' })
  const tally = new GraphTally()
  collectTrace(parseSegments([...sender(put), target('a'), target('b')]), null, tally)
  const { nodes, edges } = tally.graph()
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]))
  expect(
    edges.map(({ from, to, kind, stats }) => [nameOf.get(from), nameOf.get(to), kind, stats.count, stats.p50Ms]),
  ).toEqual([
    ['Events', 'a', 'link', 1, 38],
    ['Events', 'b', 'link', 1, 38],
    ['fn', 'Events', 'call', 1, 1],
    ['fn', 'fn', 'call', 1, 9],
  ])
  expect(nodes.find(({ name }) => name === 'Events')).toMatchObject({ inferred: true, stats: { count: 1 } })
})

it('is the same for the same documents in whatever order they come', () => {
  const documents = parseSegments([
    ...sender(sqs('m2', 'mail'), sqs('m1', 'audit')),
    ...consumer('m1', 'm2'),
    done('z', 3, 4),
  ])
  const joints = collectTrace(documents, null, new GraphTally())
  expect(collectTrace(documents.toReversed(), null, new GraphTally())).toEqual(joints)
  expect(joints.sent.map(({ callId }) => callId)).toEqual(['m1', 'm2'])
})

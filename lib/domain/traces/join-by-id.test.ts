import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { collectTrace } from '@/lib/domain/traces/collect-trace'
import { indexSenders, type Joints, joinTrace } from '@/lib/domain/traces/join-traces'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at } from '@/lib/domain/traces/sample-trace'
import { GraphTally } from '@/lib/domain/traces/trace-graph'

const PRODUCER = '1-6a507b87-000000000000000000000001'

type Traces = Record<string, JsonObject[]>

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const done = (id: string, from: number, to: number, more: object = {}): JsonObject => ({
  ...{ id, name: id, start_time: at(from), end_time: at(to) },
  ...more,
})
const sqs = (id: string, queue: string, more: object = {}) =>
  done(id, 1, 2, {
    ...{ name: 'SQS', namespace: 'aws' },
    aws: { operation: 'SendMessage', queue_url: `https://sqs/1/${queue}`, ...more },
  })
const sender = (name: string, ...calls: JsonObject[]) => [
  done(name, 0, 9, { origin: 'AWS::Lambda::Function', subsegments: calls }),
]
/** A function as Lambda's two segments tell of it, the event that it took up among its metadata. */
const reader = (event: unknown, more: object = {}) => [
  done('service', 102, 110, { name: 'reader', origin: 'AWS::Lambda', ...more }),
  done('own', 103, 109, {
    ...{ name: 'reader', origin: 'AWS::Lambda::Function', parent_id: 'service' },
    subsegments: [done('handler', 104, 108, { metadata: { app: { event } } })],
  }),
]
const records = (...ids: number[]) => ({ Records: ids.map((id) => ({ messageId: uuid(id), body: '{}' })) })

/** The links of consumers, added up without their producers' own traces. */
function linksOf(producers: Traces, consumers: Traces, queues: string[] = []) {
  const joints = new Map<string, Joints>()
  for (const [id, documents] of Object.entries(producers)) {
    joints.set(id, collectTrace(parseSegments(documents), '1', new GraphTally()))
  }
  const tally = new GraphTally()
  const senders = indexSenders(joints)
  for (const [id, documents] of Object.entries(consumers)) {
    const own = collectTrace(parseSegments(documents), '1', tally)
    joinTrace(tally, { joints: own, of: { traceId: id, atMs: 0 } }, senders, () => queues)
  }
  const { nodes, edges } = tally.graph()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const links = edges.filter(({ kind }) => kind === 'link')
  const texts = links.map(
    ({ from, to, evidence, stats }) =>
      `${byId.get(from)?.name} > ${byId.get(to)?.type} ${byId.get(to)?.name} ${evidence} ${stats.count}`,
  )
  return { texts, links, nodes }
}

describe('joinTrace by IDs', () => {
  it('joins the message that a record names to the call that returned its ID, without a link', () => {
    const producers = { p: sender('fn', sqs('m1', 'mail', { message_id: uuid(1) })) }
    const { texts, links } = linksOf(producers, { c: reader(records(1)) })
    expect(texts).toEqual(['mail > AWS::Lambda reader message-id 1'])
    expect(links[0]?.stats.p50Ms).toBe(100)
    expect(linksOf(producers, { c: reader(records(2)) }).texts).toEqual([])
  })

  it('reads IDs from annotations and aws blocks too, however they are written', () => {
    const producers = { p: sender('fn', sqs('m1', 'mail', { message_id: uuid(10).toUpperCase() })) }
    for (const more of [
      { annotations: { messageId: uuid(10) } },
      { annotations: { 'messaging.message.id': uuid(10).toUpperCase() } },
      { aws: { message_id: uuid(10) } },
      { metadata: { default: { Sns: { MessageId: uuid(10) } } } },
      { metadata: { default: { message_ids: [uuid(9), uuid(10)] } } },
    ]) {
      expect(linksOf(producers, { c: reader({}, more) }).texts, JSON.stringify(more)).toEqual([
        'mail > AWS::Lambda reader message-id 1',
      ])
    }
    const notNamed = { annotations: { orderId: uuid(10) }, metadata: { default: { text: `messageId ${uuid(10)}` } } }
    expect(linksOf(producers, { c: reader({}, notNamed) }).texts).toEqual([])
  })

  it('joins each entry of batches from several traces, and targets of events by their IDs', () => {
    const batch = (...ids: number[]) => ({
      ...sqs('batch', 'mail'),
      metadata: { result: { Successful: ids.map((id) => ({ Id: `${id}`, MessageId: uuid(id) })) } },
    })
    const put = done('e', 1, 2, {
      ...{ name: 'Events', namespace: 'aws', aws: { operation: 'PutEvents' } },
      metadata: { result: { Entries: [{ EventId: uuid(7) }] } },
    })
    const producers = { p: sender('a', batch(1, 2)), q: sender('b', batch(3)), r: sender('c', put) }
    const consumers = { c: reader(records(1, 3)), d: reader(records(2)), e: reader({ eventId: uuid(7) }) }
    expect(linksOf(producers, consumers).texts).toEqual([
      'Events > AWS::Lambda reader message-id 1',
      'mail > AWS::Lambda reader message-id 3',
    ])
  })

  it('counts a message once that a link names as well, and still the links of others', () => {
    const producers = { [PRODUCER]: sender('fn', sqs('m1', 'mail', { message_id: uuid(1) }), sqs('m2', 'mail')) }
    const linked = (...ids: (string | null)[]) => ({ links: ids.map((id) => ({ trace_id: PRODUCER, id })) })
    const countOf = (links: object) =>
      linksOf(producers, { c: reader(records(1), links) }).links.map(({ stats }) => stats.count)
    expect(countOf(linked('m1'))).toEqual([1])
    expect(countOf(linked('fn'))).toEqual([1])
    expect(countOf(linked(null))).toEqual([1])
    expect(countOf(linked('m1', 'm2'))).toEqual([2])
    expect(countOf(linked('m2'))).toEqual([2])
  })

  it('counts a message in its dead-letter queue once, however often it is read from there', () => {
    const producers = { p: sender('fn', sqs('m1', 'mail', { message_id: uuid(1) })) }
    const consumers = { c: reader(records(1)), d: reader(records(1)), e: reader(records(1)) }
    const { texts, nodes } = linksOf(producers, consumers, ['mail-failed'])
    expect(texts).toEqual([
      'mail > AWS::SQS::Queue mail-failed dead-letter 1',
      'mail-failed > AWS::Lambda reader dead-letter 3',
    ])
    expect(nodes.find(({ name }) => name === 'mail-failed')?.stats.count).toBe(1)
  })

  it('goes from an invocation that failed to the queue or target that was told its request ID', () => {
    const failed = done('s', 0, 9, { name: 'fn', origin: 'AWS::Lambda', fault: true, aws: { request_id: uuid(5) } })
    const deadLetter = { Records: [{ messageAttributes: { RequestID: { stringValue: uuid(5), dataType: 'String' } } }] }
    const destination = { requestContext: { requestId: uuid(5), condition: 'RetriesExhausted' } }
    expect(linksOf({ p: [failed] }, { c: reader(deadLetter) }, ['failed']).texts).toEqual([
      'fn > AWS::SQS::Queue failed request-id 1',
      'failed > AWS::Lambda reader request-id 1',
    ])
    expect(linksOf({ p: [failed] }, { c: reader(destination) }).texts).toEqual(['fn > AWS::Lambda reader request-id 1'])
  })

  it('joins a trace by nothing that it names of itself', () => {
    const own = reader(records(1), { aws: { request_id: uuid(3) }, annotations: { requestId: uuid(3) } })
    const [, fn] = own
    const same = [...own, { ...sqs('m', 'mail', { message_id: uuid(1) }), type: 'subsegment', parent_id: fn?.id }]
    expect(linksOf({ c: same as JsonObject[] }, { c: same as JsonObject[] }).texts).toEqual([])
  })

  it('leaves out no ID of as many as X-Ray keeps of a trace', () => {
    const idsOf = (batch: number) => Array.from({ length: 1_000 }, (_, at) => uuid(batch * 1_000 + at))
    const batches = Array.from({ length: 13 }, (_, batch) => batch)
    const calls = batches.map((batch) => sqs(`b${batch}`, 'q', { message_ids: idsOf(batch) }))
    const parts = batches.map((batch) => done(`h${batch}`, 3, 4, { metadata: { app: { messageIds: idsOf(batch) } } }))
    const { texts } = linksOf({ p: sender('fn', ...calls) }, { c: sender('reader', ...parts) })
    expect(texts).toEqual(['q > AWS::Lambda::Function reader message-id 13000'])
  })

  it('counts every message that is named as often as traces name it (N to M)', () => {
    const queue = fc.integer({ min: 0, max: 2 })
    const sent = fc.array(fc.array(queue, { maxLength: 4 }), { maxLength: 5 })
    const named = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { maxLength: 8 }), { maxLength: 5 })
    fc.assert(
      fc.property(sent, named, (producers, consumers) => {
        const queueOf = new Map<number, number>()
        const senders = producers.map((queues, p) => {
          const calls = queues.map((to, m) => {
            queueOf.set(p * 4 + m, to)
            return sqs(`m${m}`, `q${to}`, { message_id: uuid(p * 4 + m) })
          })
          return [`p${p}`, sender('fn', ...calls)] as const
        })
        const readers = consumers.map((ids, c) => [`c${c}`, reader(records(...ids))] as const)
        const expected = new Map<string, number>()
        for (const id of consumers.flat()) {
          const to = queueOf.get(id)
          if (to !== undefined) expected.set(`q${to}`, (expected.get(`q${to}`) ?? 0) + 1)
        }
        const { texts } = linksOf(Object.fromEntries(senders), Object.fromEntries(readers))
        const texted = [...expected].map(([name, count]) => `${name} > AWS::Lambda reader message-id ${count}`)
        expect(texts.toSorted()).toEqual(texted.sort())
      }),
      { numRuns: 60 },
    )
  })
})

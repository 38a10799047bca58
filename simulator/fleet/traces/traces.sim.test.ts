import { beforeAll, describe, expect, it } from 'vitest'
import { allFunctions, allInvocations, testWorld, textField } from '@/simulator/fleet/testing-world'
import type { Invocation, Trace, World } from '@/simulator/fleet/types'

type Node = Record<string, unknown>

function childrenOf(node: Node): Node[] {
  return Array.isArray(node.subsegments) ? node.subsegments : []
}

function flatten(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(flatten)]
}

describe('traces', () => {
  let world: World
  let traces: Trace[]
  let nodes: Node[]
  let invocations: Invocation[]

  beforeAll(() => {
    world = testWorld(24)
    traces = world.regions.flatMap((region) => [...world.traces(region, world.startMs, world.nowMs)])
    nodes = traces.flatMap((trace) => trace.segments.flatMap((segment) => flatten(segment.document)))
    invocations = allInvocations(world)
  }, 180_000)

  it('hold every traced invocation, found by its request ID, and no other', () => {
    const readableMs = world.nowMs - 10 * 60_000
    const inTraces = new Set(
      traces.flatMap((trace) =>
        trace.segments
          .filter((segment) => segment.document.origin === 'AWS::Lambda' && segment.document.inferred !== true)
          .map((segment) => `${trace.traceId} ${requestIdOf(segment.document)}`),
      ),
    )
    const traced = invocations.filter((one) => one.traceId !== null && one.endMs <= readableMs)
    expect(traced.length).toBeGreaterThan(5_000)
    expect(traced.filter((one) => !inTraces.has(`${one.traceId} ${one.requestId}`))).toEqual([])
    const ids = new Set(invocations.map((one) => one.traceId))
    const withoutCall = traces.filter((trace) => !ids.has(trace.traceId))
    expect(withoutCall.every((trace) => JSON.stringify(trace.segments).includes('"throttle":true'))).toBe(true)
  })

  it('are of functions that trace actively only', () => {
    const active = new Set(
      allFunctions(world)
        .filter((fn) => JSON.stringify(fn.configuration.TracingConfig).includes('Active'))
        .map((fn) => `${fn.region} ${fn.name}`),
    )
    const traced = new Set(
      invocations.filter((one) => one.traceId !== null).map((one) => `${one.region} ${one.functionName}`),
    )
    expect([...traced].filter((name) => !active.has(name))).toEqual([])
  })

  it('have ids that are unique within the trace, and one trace_id', () => {
    for (const trace of traces.slice(0, 3_000)) {
      const own = trace.segments.flatMap((segment) => flatten(segment.document))
      const ids = own.map((node) => node.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(trace.segments.every((segment) => segment.document.trace_id === trace.traceId)).toBe(true)
      expect(trace.traceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    }
  })

  it('hang together once they are complete', () => {
    const settled = traces.filter((trace) => trace.updatedMs < world.nowMs - 20 * 60_000)
    const loose = settled.filter((trace) => {
      const ids = new Set(trace.segments.flatMap((segment) => flatten(segment.document).map((node) => node.id)))
      return trace.segments.some(({ document }) => document.parent_id !== undefined && !ids.has(document.parent_id))
    })
    expect(loose.map((trace) => trace.traceId)).toEqual([])
    expect(settled.length).toBeGreaterThan(4_000)
    expect(settled.flatMap((trace) => trace.segments).some(({ document }) => document.in_progress === true)).toBe(false)
  })

  it('show the table that was slow in every sampled slow call of orders-api live', () => {
    const slow = invocations.filter(
      (one) =>
        one.functionName === 'orders-api' && one.qualifier === 'live' && one.durationMs > 1_950 && !isIncident(one),
    )
    const byId = new Map(traces.map((trace) => [trace.traceId, trace]))
    const shown = slow.filter((one) => {
      const own = byId.get(one.traceId ?? '')?.segments.flatMap((segment) => flatten(segment.document)) ?? []
      return own.some(
        (node) => node.name === 'DynamoDB' && durationS(node) > 1.9 && JSON.stringify(node).includes('"orders"'),
      )
    })
    expect(slow.length).toBeGreaterThan(100)
    // The few others waited for payments.
    expect(shown.length / slow.length).toBeGreaterThan(0.9)
  })

  it('contain every shape that X-Ray has for Lambda', () => {
    const names = new Set(nodes.map((node) => node.name))
    const phases = [
      'Initialization',
      'Init',
      'Restore',
      'Invocation',
      'Overhead',
      'Dwell Time',
      'Attempt #1',
      'Attempt #3',
    ]
    const services = [
      'DynamoDB',
      'S3',
      'SQS',
      'SNS',
      'Lambda',
      'Events',
      'api.psp.example',
      'payments@db.shop.internal',
    ]
    for (const name of [...phases, ...services]) expect(names).toContain(name)
    const origins = new Set(nodes.map((node) => node.origin))
    const known = [
      'AWS::ApiGateway::Stage',
      'AWS::Lambda',
      'AWS::Lambda::Function',
      'AWS::SNS::Topic',
      'AWS::DynamoDB::Table',
    ]
    for (const origin of [...known, 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'Database::SQL', 'AWS::Events']) {
      expect(origins).toContain(origin)
    }
    const text = JSON.stringify(nodes)
    const parts = [
      '"sanitized_query"',
      '"annotations":{"orderId"',
      '"metadata":{"order"',
      '"links":[',
      '"type":"subsegment"',
    ]
    for (const part of [...parts, '"throttle":true', '"status":429', '"status":400'])
      expect([part, text.includes(part)]).toEqual([part, true])
  })

  it('state causes in all three forms, each resolvable', () => {
    const causes = nodes.flatMap((node) => (node.cause === undefined ? [] : [node.cause]))
    const recorded = new Set(
      [...JSON.stringify(causes).matchAll(/"exceptions":\[\{"id":"([0-9a-f]{16})"/g)].map((found) => found[1]),
    )
    const byText = causes.filter((cause) => typeof cause === 'string')
    const byObject = causes.filter((cause) => /^\{"id":"[0-9a-f]{16}"\}$/.test(JSON.stringify(cause)))
    expect([byText.length > 0, byObject.length > 0, recorded.size > 0]).toEqual([true, true, true])
    for (const id of byText) expect(recorded.has(String(id))).toBe(true)
  })

  it('link a consumer to the producers of its messages', () => {
    const links = nodes.flatMap((node) => (Array.isArray(node.links) ? node.links : []))
    const ids = new Set(traces.map((trace) => trace.traceId))
    expect(links.length).toBeGreaterThan(20)
    expect(links.every((link) => ids.has(link.trace_id))).toBe(true)
  })

  it('put one trace through all the functions of a call', () => {
    const together = traces.filter((trace) => {
      const names = trace.segments.filter(({ document }) => document.origin === 'AWS::Lambda::Function')
      const text = new Set(names.map(({ document }) => textField(document, 'name')))
      return text.has('orders-api') && text.has('payments') && text.has('fraud-check')
    })
    expect(together.length).toBeGreaterThan(50)
  })
})

describe('a trace in time', () => {
  it('appears in parts, some first in progress, with growing revisions and in the window of its update', () => {
    const world = testWorld(1)
    const seen = new Map<string, { revision: number; partial: boolean }>()
    let completed = 0
    for (let step = 0; step < 60; step += 1) {
      const fromMs = world.nowMs
      world.advanceTo(fromMs + 15_000)
      for (const trace of world.traces('eu-west-1', fromMs + 1, world.nowMs)) {
        for (const { id, document, revision, visibleAtMs } of trace.segments) {
          expect(visibleAtMs).toBeLessThanOrEqual(world.nowMs)
          const before = seen.get(id)
          const partial = document.in_progress === true
          if (before) expect(revision).toBeGreaterThanOrEqual(before.revision)
          if (before?.partial && !partial) {
            completed += 1
            expect(revision).toBeGreaterThan(before.revision)
          }
          seen.set(id, { revision, partial })
        }
        expect(world.trace('eu-west-1', trace.traceId)).toEqual(trace.segments)
      }
    }
    expect(completed).toBeGreaterThan(5)
  })
})

function requestIdOf(document: Node): string {
  return /"request_id":"([^"]+)"/.exec(JSON.stringify(document.aws))?.[1] ?? ''
}

function durationS(node: Node): number {
  return Number(node.end_time) - Number(node.start_time)
}

function isIncident(one: Invocation): boolean {
  const ofDayMs = one.startMs % 86_400_000
  return ofDayMs >= 50_990_000 && ofDayMs < 52_520_000
}

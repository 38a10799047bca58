import { describe, expect, it } from 'vitest'
import { allFunctions, allInvocations, testWorld } from '@/simulator/fleet/testing-world'
import type { Invocation } from '@/simulator/fleet/types'

const world = testWorld(6)
const invocations = allInvocations(world)

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

describe('execution environments', () => {
  const streams = groupBy(invocations, (one) => one.environment)

  it('run one invocation at a time, of one function and version', () => {
    const wrong: Invocation[] = []
    for (const calls of streams.values()) {
      calls.sort((a, b) => a.startMs - b.startMs)
      for (const [index, call] of calls.entries()) {
        const before = calls[index - 1]
        const same = before?.functionName === call.functionName && before.executedVersion === call.executedVersion
        if (before && (!same || call.coldStart || call.startMs <= before.endMs)) wrong.push(call)
      }
    }
    expect(streams.size).toBeGreaterThan(200)
    expect(wrong).toEqual([])
  })

  it('start cold exactly once unless provisioned, and are named by the day of their start', () => {
    const owners = new Map(allFunctions(world).map((fn) => [`${fn.region} ${fn.name}`, fn]))
    for (const [stream, [first]] of streams) {
      if (!first) continue
      expect(first.coldStart).toBe(!first.provisioned)
      const logging = owners.get(`${first.region} ${first.functionName}`)?.configuration.LoggingConfig
      const shared = JSON.stringify(logging).includes('/shop/')
      const owner = shared ? first.functionName : ''
      const day = new Date(first.initStartMs ?? first.startMs).toISOString().slice(0, 10).replaceAll('-', '/')
      if (!first.provisioned) expect(stream.startsWith(`${day}/${owner}[${first.executedVersion}]`)).toBe(true)
    }
  })

  it('are not used after a crash or a timeout', () => {
    for (const calls of streams.values()) {
      const ended = calls.findIndex((call) => call.result !== 'success' && call.result !== 'error')
      if (ended !== -1) expect(ended).toBe(calls.length - 1)
    }
  })

  it('stay within the reserved concurrency, which is reached when a request is throttled', () => {
    for (const fn of allFunctions(world)) {
      const { reservedConcurrency: reserved, region, name } = fn
      const calls = invocations.filter((one) => one.region === region && one.functionName === name)
      const throttles = [...world.throttles(region, name, world.startMs, world.nowMs)]
      if (reserved === null) expect(throttles).toEqual([])
      else expect(peak(calls)).toBeLessThanOrEqual(reserved)
    }
  })
})

function peak(calls: readonly Invocation[]): number {
  const changes = calls.flatMap((call) => [
    { atMs: call.initStartMs ?? call.startMs, by: 1 },
    { atMs: call.endMs, by: -1 },
  ])
  changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by)
  let now = 0
  return Math.max(0, ...changes.map(({ by }) => (now += by)))
}

describe('routes', () => {
  it('lead to a published version in one way only', () => {
    for (const [key, calls] of groupBy(
      invocations,
      (one) => `${one.region} ${one.functionName} ${one.executedVersion}`,
    )) {
      expect([key, new Set(calls.map((call) => call.qualifier)).size]).toEqual([key, 1])
    }
  })

  it('name what exists, and keep to the weights of an alias', () => {
    expect(invocations.filter((one) => (one.qualifier === null) !== (one.executedVersion === '$LATEST'))).toEqual([])
    const checkout = invocations.filter((one) => one.functionName === 'checkout')
    const fn = world.functions('eu-west-1').find(({ name }) => name === 'checkout')
    const live = fn?.aliases.find(({ name }) => name === 'live')
    expect(live).toMatchObject({ version: '14', weights: { '16': 0.25 } })
    const recent = checkout.filter((one) => one.startMs > world.nowMs - 40 * 60_000)
    const share = recent.filter((one) => one.executedVersion === '16').length / recent.length
    expect(share).toBeGreaterThan(0.12)
    expect(share).toBeLessThan(0.4)
    expect(fn?.versions.map(({ version }) => version)).toEqual(['13', '14', '15', '16'])
  })

  it('reuse a request ID for the retries of an asynchronous event only', () => {
    for (const attempts of groupBy(invocations, (one) => one.requestId).values()) {
      attempts.sort((a, b) => a.startMs - b.startMs)
      expect(attempts.map((one) => one.attempt)).toEqual([0, 1, 2].slice(0, attempts.length))
      for (const [index, one] of attempts.entries()) {
        const previous = attempts[index - 1]
        if (!previous) continue
        expect(one.asyncAgeMs).toBeGreaterThan(previous.asyncAgeMs ?? 0)
        expect(previous.result).not.toBe('success')
        const expectedMs = index * 60_000
        expect(one.startMs - previous.endMs).toBeGreaterThan(expectedMs - 6_000)
      }
    }
  })
})

describe('concurrency', () => {
  it('counts the most that ran at once within a minute', () => {
    const minuteMs = Math.floor(world.nowMs / 60_000) * 60_000 - 30 * 60_000
    const measured = world.concurrency('eu-west-1', minuteMs)
    const overlapping = (one: Invocation) =>
      (one.initStartMs ?? one.startMs) < minuteMs + 60_000 && one.endMs > minuteMs && one.region === 'eu-west-1'
    const orders = invocations.filter((one) => one.functionName === 'orders-api' && overlapping(one))
    expect(measured.byFunction.get('orders-api')?.all).toBe(peak(orders))
    expect(measured.account).toBe(peak(invocations.filter(overlapping)))
    expect(measured.claimed).toBeGreaterThanOrEqual(65)
  })
})

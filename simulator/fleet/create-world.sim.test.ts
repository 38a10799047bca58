import { describe, expect, it } from 'vitest'
import { createWorld } from '@/simulator/fleet/create-world'
import { allEvents, allFunctions, allInvocations, EVENING_MS, testWorld } from '@/simulator/fleet/testing-world'
import type { World } from '@/simulator/fleet/types'

const HOUR_MS = 3_600_000

function everything(world: World) {
  const { startMs, nowMs } = world
  const owners = allFunctions(world)
  return {
    functions: owners,
    invocations: allInvocations(world),
    throttles: owners.flatMap(({ region, name }) => [...world.throttles(region, name, startMs, nowMs)]),
    outcomes: owners.flatMap(({ region, name }) => [...world.asyncOutcomes(region, name, startMs, nowMs)]),
    events: allEvents(world, nowMs - HOUR_MS),
    traces: world.regions.flatMap((region) => [...world.traces(region, startMs, nowMs)]),
    concurrency: world.regions.map((region) => world.concurrency(region, Math.floor(nowMs / 60_000) * 60_000 - 60_000)),
  }
}

describe('a world', () => {
  it('is the same for the same options, and another for another seed', () => {
    const world = everything(testWorld(2))
    expect(everything(testWorld(2))).toEqual(world)
    expect(everything(testWorld(2, 40, 2)).invocations).not.toEqual(world.invocations)
  })

  it('reaches the same state however the way there was cut', () => {
    const options = { seed: 3, functions: 40, hours: 1, nowMs: EVENING_MS }
    const inOneStep = createWorld(options)
    inOneStep.advanceTo(EVENING_MS + HOUR_MS)
    const inMany = createWorld(options)
    for (let atMs = EVENING_MS; atMs < EVENING_MS + HOUR_MS; atMs += 7_919) inMany.advanceTo(atMs)
    inMany.advanceTo(EVENING_MS + HOUR_MS)
    expect(everything(inMany)).toEqual(everything(inOneStep))
  })

  it('never goes back', () => {
    const world = testWorld(1, 5)
    world.advanceTo(EVENING_MS - HOUR_MS)
    expect(world.nowMs).toBe(EVENING_MS)
  })

  it('shows at an instant what later reads of that window also show, and nothing that has not arrived', () => {
    const world = testWorld(1)
    const before = allEvents(world)
    const invocationsBefore = allInvocations(world)
    expect(before.every((event) => event.ingestionMs <= EVENING_MS && event.ingestionMs >= event.atMs)).toBe(true)
    expect(invocationsBefore.every((invocation) => invocation.startMs <= EVENING_MS)).toBe(true)
    world.advanceTo(EVENING_MS + 10 * 60_000)
    const later = new Map(allEvents(world, world.startMs, EVENING_MS).map((event) => [event.eventId, event]))
    for (const event of before) expect(later.get(event.eventId)).toEqual(event)
    const late = [...later.values()].filter((event) => event.ingestionMs > EVENING_MS)
    expect(late.length).toBeGreaterThan(0)
    const ids = new Set(allInvocations(world).map((invocation) => invocation.id))
    expect(invocationsBefore.every((invocation) => ids.has(invocation.id))).toBe(true)
  })

  it('starts at the whole minute that many hours ago', () => {
    expect(testWorld(3, 2).startMs).toBe(Date.parse('2026-11-23T20:40:00.000Z'))
  })

  it('offers the first N functions, or quieter copies beyond the named ones', () => {
    expect(allFunctions(testWorld(1, 5)).map(({ name }) => name)).toEqual([
      'orders-api',
      'payments',
      'checkout',
      'cart-api',
      'catalog-api',
    ])
    const many = allFunctions(testWorld(1, 200))
    expect(many).toHaveLength(200)
    expect(new Set(many.map(({ region, name }) => `${region} ${name}`)).size).toBe(200)
  })
})

describe('log events of a group', () => {
  const world = testWorld(2)

  it('come in order, once, with ids of 56 digits that grow with time and, within a moment, with delivery', () => {
    const events = [...world.logEvents('eu-west-1', '/shop/workers', world.startMs, world.nowMs)]
    expect(events.length).toBeGreaterThan(500)
    expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length)
    for (const [index, event] of events.entries()) {
      expect(event.eventId).toMatch(/^\d{56}$/)
      const previous = events[index - 1]
      if (previous) expect(event.atMs).toBeGreaterThanOrEqual(previous.atMs)
    }
    for (const event of events) expect(BigInt(event.eventId) >> 144n).toBe(BigInt(event.atMs))
    const byId = [...events].sort((a, b) => (a.eventId < b.eventId ? -1 : 1))
    expect(byId).toEqual(events)
  })

  it('are the same wherever a read begins and ends, both bounds included', () => {
    const group = '/aws/lambda/orders-api'
    const all = [...world.logEvents('eu-west-1', group, world.startMs, world.nowMs)]
    const middle = all.slice(333, 700)
    const fromMs = middle[0]?.atMs ?? 0
    const toMs = middle.at(-1)?.atMs ?? 0
    const read = [...world.logEvents('eu-west-1', group, fromMs, toMs)]
    expect(read).toEqual(all.filter((event) => event.atMs >= fromMs && event.atMs <= toMs))
  })
})

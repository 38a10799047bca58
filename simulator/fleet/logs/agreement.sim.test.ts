import { beforeAll, describe, expect, it } from 'vitest'
import { allEvents, allFunctions, allInvocations, testWorld } from '@/simulator/fleet/testing-world'
import type { Invocation, LogEvent, World } from '@/simulator/fleet/types'

type Report = {
  durationMs: number
  billedMs: number
  memoryMb: number
  maxMemoryUsedMb: number
  initMs: number | null
  restoreMs: number | null
  billedRestoreMs: number | null
  traceId: string | null
}

function numberAfter(message: string, label: string): number | null {
  const found = new RegExp(`\\t${label}: ([\\d.]+) `).exec(message)
  return found ? Number(found[1]) : null
}

function readText(message: string): [string, Report] | null {
  const requestId = /^REPORT RequestId: ([0-9a-f-]{36})\t/.exec(message)?.[1]
  if (requestId === undefined) return null
  const must = (label: string) => numberAfter(message, label) ?? Number.NaN
  return [
    requestId,
    {
      durationMs: must('Duration'),
      billedMs: must('Billed Duration'),
      memoryMb: must('Memory Size'),
      maxMemoryUsedMb: must('Max Memory Used'),
      initMs: numberAfter(message, 'Init Duration'),
      restoreMs: numberAfter(message, 'Restore Duration'),
      billedRestoreMs: numberAfter(message, 'Billed Restore Duration'),
      traceId: /^XRAY TraceId: (\S+)\tSegmentId: [0-9a-f]{16}\tSampled: true\t$/m.exec(message)?.[1] ?? null,
    },
  ]
}

function readJson(message: string): [string, Report] | null {
  if (!message.includes('"platform.report"')) return null
  const { record } = JSON.parse(message)
  const { metrics } = record
  return [
    record.requestId,
    {
      durationMs: metrics.durationMs,
      billedMs: metrics.billedDurationMs,
      memoryMb: metrics.memorySizeMB,
      maxMemoryUsedMb: metrics.maxMemoryUsedMB,
      initMs: metrics.initDurationMs ?? null,
      restoreMs: metrics.restoreDurationMs ?? null,
      billedRestoreMs: metrics.billedRestoreDurationMs ?? null,
      traceId: /Root=([^;]+);/.exec(record.tracing?.value ?? '')?.[1] ?? null,
    },
  ]
}

function reportOf({ durationMs, billedMs, memoryMb, maxMemoryUsedMb, ...rest }: Invocation): Report {
  const { initMs, restoreMs, billedRestoreMs, traceId } = rest
  return { durationMs, billedMs, memoryMb, maxMemoryUsedMb, initMs, restoreMs, billedRestoreMs, traceId }
}

describe('log lines and invocations agree', () => {
  let world: World
  let events: LogEvent[]
  let invocations: Invocation[]

  beforeAll(() => {
    world = testWorld(10, 41)
    // Everything that started before the last ten minutes has been delivered.
    const readableMs = world.nowMs - 10 * 60_000
    events = allEvents(world)
    const silent = new Set(
      allFunctions(world)
        .filter((fn) => fn.tags['log-level'] === 'warn')
        .map((fn) => fn.name),
    )
    invocations = allInvocations(world).filter(
      (one) => one.endMs <= readableMs && !(silent.has(one.functionName) && one.result === 'success'),
    )
  }, 180_000)

  it('in one REPORT for each attempt, at its end, with its figures', () => {
    const reports = new Map<string, Report>()
    for (const event of events) {
      const read = readText(event.message) ?? readJson(event.message)
      if (read) reports.set(`${event.streamName} ${read[0]} ${event.atMs}`, read[1])
    }
    expect(invocations.length).toBeGreaterThan(20_000)
    const differing = invocations.filter((one) => {
      const report = reports.get(`${one.environment} ${one.requestId} ${one.endMs}`)
      return JSON.stringify(report) !== JSON.stringify(reportOf(one))
    })
    expect(differing).toEqual([])
    const readable = [...reports.keys()].filter((key) => Number(key.split(' ').at(-1)) <= world.nowMs - 10 * 60_000)
    expect(readable).toHaveLength(invocations.length)
  })

  it('in one START for each attempt, at its start and with its version', () => {
    const starts = new Set<string>()
    for (const { message, streamName, atMs } of events) {
      const text = /^START RequestId: (\S+) Version: (\S+)\n$/.exec(message)
      if (text) starts.add(`${streamName} ${text[1]} ${atMs} ${text[2]}`)
      if (!message.includes('"platform.start"')) continue
      const { record } = JSON.parse(message)
      starts.add(`${streamName} ${record.requestId} ${atMs} ${record.version}`)
    }
    const silent = allFunctions(world).find((fn) => fn.tags['log-level'] === 'warn')?.name
    const missing = invocations.filter(
      (one) =>
        one.functionName !== silent &&
        !starts.has(`${one.environment} ${one.requestId} ${one.startMs} ${one.executedVersion}`),
    )
    expect(missing).toEqual([])
  })

  it('in what is billed: init and restore on demand, nothing but the call where provisioned', () => {
    const wrong = invocations.filter((one) => {
      const sum = one.durationMs + (one.initMs ?? 0) + (one.billedRestoreMs ?? 0)
      return one.billedMs !== Math.ceil(Math.round(sum * 100) / 100)
    })
    expect(wrong).toEqual([])
    expect(invocations.filter((one) => one.provisioned && (one.initMs !== null || one.coldStart))).toEqual([])
    expect(invocations.filter((one) => one.endMs !== one.startMs + Math.ceil(one.durationMs))).toEqual([])
  })

  it('in errors: every unhandled one is printed in its stream before END', () => {
    const marks = new Map<string, number[]>()
    const unhandled =
      /Invoke Error|Unhandled Promise Rejection|^\[ERROR\] [\w.]+: |^.+: (java\.[\w.]+)\n\1|\tfail\tSystem\.|^Error raised from|^\d{4}\/.*"errorType"|"errorType"|Runtime exited with error/
    for (const { message, streamName, atMs } of events) {
      if (!unhandled.test(message)) continue
      const instants = marks.get(streamName)
      if (instants) instants.push(atMs)
      else marks.set(streamName, [atMs])
    }
    const failed = invocations.filter((one) => one.result === 'error')
    expect(failed.length).toBeGreaterThan(100)
    const unmarked = failed.filter(
      (one) => !marks.get(one.environment)?.some((atMs) => atMs >= one.startMs && atMs <= one.endMs + 1),
    )
    expect(unmarked).toEqual([])
  })
})

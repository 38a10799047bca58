import { measureConcurrency } from '@/simulator/fleet/concurrency'
import { Inventory } from '@/simulator/fleet/control/inventory'
import { logEvents, logGroupsOf } from '@/simulator/fleet/logs/log-index'
import { startArrivals } from '@/simulator/fleet/model/arrivals'
import { createFleet, type Fleet, REGIONS } from '@/simulator/fleet/model/fleet'
import { invoke } from '@/simulator/fleet/model/invoke'
import { startProvisioned } from '@/simulator/fleet/model/provisioned'
import { changesUntil } from '@/simulator/fleet/model/scripted-changes'
import type { FunctionState } from '@/simulator/fleet/model/state'
import { renderTrace } from '@/simulator/fleet/traces/render-trace'
import { SPANS_GROUP, spanEvents } from '@/simulator/fleet/traces/span-events'
import type { Invocation, LogGroup, Trace, World, WorldOptions } from '@/simulator/fleet/types'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** A fleet with its history: the same for the same options, and the same at an instant however it was reached. */
export function createWorld(options: WorldOptions): World {
  const startMs = Math.floor(options.nowMs / MINUTE_MS) * MINUTE_MS - options.hours * HOUR_MS
  const fleet = createFleet(options, startMs, invoke)
  for (const fn of fleet.functions) {
    startProvisioned(fleet, fn)
    startArrivals(fleet, fn)
  }
  const inventory = new Inventory()
  let nowMs = startMs
  const advanceTo = (atMs: number) => {
    if (atMs <= nowMs) return
    fleet.events.runUntil(atMs)
    nowMs = atMs
  }
  advanceTo(options.nowMs)
  const transactionSearch = options.transactionSearch ?? []
  const hasSpans = (region: string) => transactionSearch.includes(region)
  return {
    seed: options.seed,
    accountId: fleet.accountId,
    regions: REGIONS,
    startMs,
    get nowMs() {
      return nowMs
    },
    advanceTo,
    functions: (region) => inRegion(fleet, region).map((fn) => inventory.get(fn, nowMs)),
    changes: (region, fromMs, toMs) =>
      inRegion(fleet, region).flatMap((fn) =>
        changesUntil(fn, Math.min(toMs, nowMs))
          .filter(({ atMs }) => atMs > fromMs)
          .map(({ atMs, kind }) => ({ region, functionName: fn.spec.name, atMs, kind })),
      ),
    invocations: (region, name, fromMs, toMs) => invocationsOf(find(fleet, region, name), fromMs, toMs, nowMs),
    throttles: (region, name, fromMs, toMs) =>
      find(fleet, region, name)?.throttles.range(fromMs, Math.min(toMs, nowMs + 1)) ?? [],
    asyncOutcomes: (region, name, fromMs, toMs) =>
      find(fleet, region, name)?.outcomes.range(fromMs, Math.min(toMs, nowMs + 1)) ?? [],
    concurrency: (region, minuteMs) => measureConcurrency(inRegion(fleet, region), minuteMs),
    transactionSearch,
    logGroups: (region) => [
      ...logGroupsOf(fleet, region, nowMs),
      ...(hasSpans(region) ? [spansGroup(fleet, region)] : []),
    ],
    logEvents: (region, group, fromMs, toMs) =>
      group === SPANS_GROUP && hasSpans(region)
        ? spanEvents(fleet, region, fromMs, Math.min(toMs, nowMs), nowMs)
        : logEvents(fleet, region, group, fromMs, toMs, nowMs),
    traces: (region, fromMs, toMs) => tracesOf(fleet, region, fromMs, Math.min(toMs, nowMs), nowMs),
    trace: (region, traceId) => {
      const record = fleet.traces.get(region, traceId)
      return record ? renderTrace(record, nowMs) : []
    },
  }
}

function spansGroup({ startMs }: Fleet, region: string): LogGroup {
  return { region, name: SPANS_GROUP, createdAtMs: startMs, retentionInDays: null, class: 'STANDARD' }
}

function inRegion(fleet: Fleet, region: string): FunctionState[] {
  return fleet.functions.filter((fn) => fn.spec.region === region)
}

function find(fleet: Fleet, region: string, name: string): FunctionState | undefined {
  return fleet.byName.get(`${region} ${name}`)
}

/** What a handler calls a moment from now is known already, but has not happened. */
function* invocationsOf(
  fn: FunctionState | undefined,
  fromMs: number,
  toMs: number,
  nowMs: number,
): Generator<Invocation> {
  if (!fn) return
  for (const call of fn.calls.range(fromMs, Math.min(toMs, nowMs + 1))) yield call.invocation
}

function* tracesOf(fleet: Fleet, region: string, fromMs: number, toMs: number, nowMs: number): Generator<Trace> {
  for (const record of fleet.traces.updated(region, fromMs, toMs)) {
    const segments = renderTrace(record, nowMs)
    if (segments.length === 0) continue
    const updatedMs = Math.max(...segments.map((segment) => segment.visibleAtMs))
    yield { traceId: record.traceId, startMs: record.startMs, updatedMs, segments }
  }
}

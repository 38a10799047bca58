import type { Db } from '@/lib/server/db'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { countBy, type TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import { usdOf } from '@/lib/sync/testing/true-price'
import { type Figure, isLogged, ofFunction, same, type TrueWindow } from '@/lib/sync/testing/true-window'

type InvocationItem = Awaited<ReturnType<typeof listInvocations>>['items'][number]
type Compared = { db: Db; truth: TrueWindow; nowMs: number }

const MOST = 1000
/** Of each function, so many invocations are opened. */
const OPENED = 3

/** What the Invocations pages say of every invocation of a window, beside what happened. */
export async function compareInvocations(compared: Compared): Promise<Figure[]> {
  const { db, truth, nowMs } = compared
  const figures: Figure[] = []
  for (const fn of truth.functions.filter(isLogged)) {
    const calls = ofFunction(truth.calls, fn)
    if (calls.length === 0) continue
    const identity = await getFunctionIdentity(db, fn.name, fn)
    const { from, to } = truth
    const { items } = await listInvocations(db, identity, { from, to, limit: MOST, sort: 'newest' }, nowMs)
    const told = new Map(items.map((item) => [keyOf(item.requestId, item.atMs), item]))
    const newest = calls.toSorted((a, b) => b.startMs - a.startMs).slice(0, MOST)
    for (const call of newest) figures.push(...rowFigures(fn, call, told.get(keyOf(call.requestId, call.startMs))))
    const failed = newest.filter(({ result }) => result !== 'success').slice(0, OPENED)
    for (const call of [...failed, ...newest.slice(0, OPENED)]) {
      const item = told.get(keyOf(call.requestId, call.startMs))
      if (item !== undefined) figures.push(...(await pageFigures(compared, fn, call, item)))
    }
    figures.push(...(await facetFigures(compared, fn, calls)))
  }
  return figures
}

const keyOf = (requestId: string, atMs: number) => `${requestId} ${atMs}`

function rowFigures(fn: TrueFunction, call: TrueCall, item: InvocationItem | undefined): Figure[] {
  const told = item && [
    ...[item.version, item.result, item.coldStart, item.durationMs, item.billedMs, item.initMs, item.restoreMs],
    ...[item.memoryMb, item.maxMemoryUsedMb, item.logStream],
  ]
  const happened = [
    ...[call.executedVersion, call.result, call.coldStart, call.durationMs, call.billedMs, call.initMs, call.restoreMs],
    ...[call.memoryMb, call.maxMemoryUsedMb, call.environment],
  ]
  return [[`invocations: ${fn.name} ${call.requestId} ${call.attempt}`, told, happened]]
}

/** Its cost, what ran before and after it in its environment, and all attempts at its request. */
async function pageFigures(
  { db, truth, nowMs }: Compared,
  fn: TrueFunction,
  call: TrueCall,
  item: InvocationItem,
): Promise<Figure[]> {
  const page = await getInvocation(db, item.id)
  const named = (figure: string) => `invocation: ${fn.name} ${call.requestId} ${figure}`
  const isOver = ({ endMs }: TrueCall) => endMs <= nowMs
  const calls = ofFunction(truth.calls, fn).filter(isOver)
  const inside = (atMs: number) => atMs >= truth.from && atMs < truth.to
  const around = page.environment.filter(({ atMs }) => inside(atMs)).map(({ atMs }) => atMs)
  const [first = 0, last = 0] = [around.at(0), around.at(-1)]
  const sameEnvironment = calls.filter(({ environment, startMs }) => {
    return environment === call.environment && startMs >= first && startMs <= last
  })
  const attempts = calls.filter(({ requestId }) => requestId === call.requestId)
  return [
    same(named('cost'), page.costUsd, usdOf([call], fn.architecture)),
    [named('environment'), around, sorted(sameEnvironment.map(({ startMs }) => startMs))],
    [
      named('attempts'),
      page.attempts.filter(({ atMs }) => inside(atMs)).map(({ atMs }) => atMs),
      sorted(attempts.map(({ startMs }) => startMs)),
    ],
  ]
}

function sorted(times: readonly number[]): number[] {
  return times.toSorted((a, b) => a - b)
}

/** The facets that no rollup tells. */
async function facetFigures(
  { db, truth, nowMs }: Compared,
  fn: TrueFunction,
  calls: readonly TrueCall[],
): Promise<Figure[]> {
  const identity = await getFunctionIdentity(db, fn.name, fn)
  const { facets } = await getInvocationFacets(db, identity, { from: truth.from, to: truth.to }, nowMs)
  const told = (name: string) => {
    const facet = facets.find((one) => one.facet === name)
    const values = facet?.values.filter(({ invocations }) => invocations > 0) ?? []
    return facet?.lookedAt === null ? Object.fromEntries(values.map((one) => [one.value, one.invocations])) : null
  }
  const counts: Record<string, Record<string, number>> = {
    memory: countBy(calls, ({ maxMemoryUsedMb, memoryMb }) => bandOf(maxMemoryUsedMb / memoryMb)),
  }
  return Object.entries(counts).flatMap(([name, expected]): Figure[] => {
    const got = told(name)
    return got === null ? [] : [[`facets: ${fn.name} ${name}`, entriesOf(got), entriesOf(expected)]]
  })
}

function entriesOf(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1))
}

function bandOf(share: number): string {
  if (share < 0.5) return 'under-50'
  if (share < 0.75) return '50-75'
  return share < 0.9 ? '75-90' : 'over-90'
}

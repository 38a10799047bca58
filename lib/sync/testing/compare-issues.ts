import type { Db } from '@/lib/server/db'
import { getIssue } from '@/lib/server/queries/get-issue'
import { listIssues } from '@/lib/server/queries/list-issues'
import type { TrueCall } from '@/lib/sync/testing/true-analysis'
import { type Figure, isLogged, ofFunction, type TrueWindow } from '@/lib/sync/testing/true-window'

type Compared = {
  db: Db
  truth: TrueWindow
  /** What happened in another window. */
  readTruth(window: { from: number; to: number }): Promise<TrueWindow>
  nowMs: number
  /** Since when log lines are read. */
  readFromMs: number
}

/** What the Issues pages say of a window by class and type of error, beside what happened. */
export async function compareIssues({ db, truth, readTruth, nowMs, readFromMs }: Compared): Promise<Figure[]> {
  const { from, to } = truth
  const ever = (await readTruth({ from: readFromMs, to: nowMs })).calls
  const figures: Figure[] = []
  for (const fn of truth.functions.filter(isLogged)) {
    const { name: functionName, accountId, region } = fn
    const request = { from, to, functionName, accountId, region, limit: 1000, sort: 'count' as const }
    const { items } = await listIssues(db, request, nowMs)
    const failures = failed(ofFunction(truth.calls, fn))
    const named = (figure: string) => `issues: ${region} ${functionName} ${figure}`
    for (const kind of new Set([...failures.map(kindOf), ...items.map(keyOf)])) {
      const own = items.filter((item) => keyOf(item) === kind)
      const count = own.reduce((sum, item) => sum + item.count, 0)
      figures.push([named(kind), count, failures.filter((call) => kindOf(call) === kind).length])
      const whole = await Promise.all(own.map(({ id }) => getIssue(db, id, { from, to }, nowMs)))
      figures.push(...seenFigures(named, kind, whole, failed(ever)))
      figures.push(...placeFigures(named, kind, { whole, functionName, region }, ofFunction(truth.calls, fn)))
    }
  }
  return figures
}

type Issue = Awaited<ReturnType<typeof getIssue>>
type Named = (figure: string) => string

function failed(calls: readonly TrueCall[]): TrueCall[] {
  return calls.filter(({ result }) => result !== 'success')
}

const keyOf = ({ class: kind, type }: { class: string; type: string }) => `${kind} ${type}`

/** A runtime's prefix is not part of a type; out of time and out of memory are one each. */
function kindOf({ result, errorType }: TrueCall): string {
  if (result === 'timeout') return 'timeout Timeout'
  if (result === 'out-of-memory') return 'out-of-memory Out of memory'
  const type = errorType?.replace(/^Function<(.+)>$/, '$1').replace(/^Runtime\./, '') ?? null
  return `${result} ${type ?? (result === 'error' ? 'Error' : 'Init error')}`
}

/** The first and the last of all issues of a type, and which version it came with. */
function seenFigures(named: Named, kind: string, whole: readonly Issue[], failures: readonly TrueCall[]): Figure[] {
  const places = new Set(whole.flatMap((one) => one.places.map((place) => `${place.region} ${place.functionName}`)))
  const own = failures.filter((call) => kindOf(call) === kind && places.has(`${call.region} ${call.functionName}`))
  const times = own.map(({ startMs }) => startMs)
  const first = whole.toSorted((a, b) => a.firstSeenMs - b.firstSeenMs)[0]
  const firstCall = own.toSorted((a, b) => a.startMs - b.startMs)[0]
  return [
    [named(`${kind} first seen`), first?.firstSeenMs, Math.min(...times)],
    [named(`${kind} last seen`), Math.max(...whole.map(({ lastSeenMs }) => lastSeenMs)), Math.max(...times)],
    [
      named(`${kind} first bad version`),
      [first?.firstBad?.functionName, first?.firstBad?.version],
      [firstCall?.functionName, firstCall?.executedVersion],
    ],
  ]
}

/** Occurrences by version, beside all invocations of it. */
function placeFigures(
  named: Named,
  kind: string,
  { whole, functionName, region }: { whole: readonly Issue[]; functionName: string; region: string },
  calls: readonly TrueCall[],
): Figure[] {
  const places = whole
    .flatMap((one) => one.places)
    .filter((place) => place.functionName === functionName && place.region === region)
  return [...new Set(places.map(({ version }) => version))].flatMap((version) => {
    const own = places.filter((place) => place.version === version)
    const ran = calls.filter(({ executedVersion }) => executedVersion === version)
    const count = own.reduce((sum, place) => sum + place.count, 0)
    return [
      [named(`${kind} on ${version}`), count, failed(ran).filter((call) => kindOf(call) === kind).length],
      [named(`${kind} of how many on ${version}`), own[0]?.invocations ?? 0, ran.length],
    ] as Figure[]
  })
}

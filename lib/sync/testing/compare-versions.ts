import type { Db } from '@/lib/server/db'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getVersions } from '@/lib/server/queries/get-versions'
import { listQualifiers } from '@/lib/server/queries/list-qualifiers'
import { callsOf, type TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import { usdOf } from '@/lib/sync/testing/true-price'
import {
  type Figure,
  highestOf,
  isLogged,
  near,
  ofFunction,
  rankOf,
  same,
  type TrueWindow,
} from '@/lib/sync/testing/true-window'

type Compared = { db: Db; truth: TrueWindow; nowMs: number }
type Side = Awaited<ReturnType<typeof getComparison>>['first']

/** What the Versions page of every function with versions says of a window, beside what happened. */
export async function compareVersions({ db, truth, nowMs }: Compared): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const fn of truth.functions.filter((one) => isLogged(one) && Object.keys(one.versions).length > 1)) {
    const identity = await getFunctionIdentity(db, fn.name, fn)
    const calls = ofFunction(truth.calls, fn)
    const named = (figure: string) => `versions: ${fn.region} ${fn.name} ${figure}`
    const { versions, aliases, pair } = await getVersions(db, identity, truth, nowMs)
    for (const { kind, version, memoryMb } of await listQualifiers(db, identity.id)) {
      if (kind === 'version') figures.push([named(`memory of ${version}`), memoryMb, fn.memoryMb[version]])
    }
    for (const one of versions) figures.push(...versionFigures(named, one, callsOf(calls, one.version)))
    for (const one of aliases) figures.push(...aliasFigures(named, one, callsOf(calls, one.alias)))
    const { from, to } = truth
    const sides = { firstFrom: from, firstTo: to, secondFrom: from, secondTo: to }
    for (const qualifier of [undefined, ...Object.keys(fn.versions), ...Object.keys(fn.aliases)]) {
      const { second: itself, verdict } = await getComparison(
        db,
        identity,
        { ...sides, first: qualifier, second: qualifier },
        nowMs,
      )
      figures.push(...sideFigures(named, itself, callsOf(calls, qualifier), fn))
      figures.push([named(`verdict on ${qualifier} and itself`), verdict, null])
    }
    if (pair === null) continue
    const compared = await getComparison(db, identity, { ...sides, ...pair }, nowMs)
    const [first, second] = [callsOf(calls, pair.first), callsOf(calls, pair.second)]
    for (const { kind, firstCount, secondCount, first: before, second: after } of compared.tests) {
      figures.push([named(`${kind} counted`), [firstCount, secondCount], [first.length, second.length]])
      if (kind !== 'errors') continue
      figures.push(same(named('error share before'), before, failedOf(first) / first.length))
      figures.push(same(named('error share after'), after, failedOf(second) / second.length))
    }
    const isEnough = first.length >= 100 && second.length >= 100
    // Of a version alone the pair is that version twice, which share every invocation.
    const expected = pair.first === pair.second ? null : isEnough ? compared.verdict : 'not enough data'
    figures.push([named('verdict'), compared.verdict, expected])
  }
  return figures
}

function failedOf(calls: readonly TrueCall[]): number {
  return calls.filter(({ result }) => result !== 'success').length
}

type Named = (figure: string) => string
type Versions = Awaited<ReturnType<typeof getVersions>>

function versionFigures(named: Named, one: Versions['versions'][number], own: readonly TrueCall[]): Figure[] {
  const durations = own.map(({ durationMs }) => durationMs)
  const cold = own.filter(({ coldStart }) => coldStart).length
  return [
    [named(one.version), [one.invocations, one.errors, one.coldStarts], [own.length, failedOf(own), cold]],
    near(named(`${one.version} p50`), one.p50Ms, rankOf(durations, 0.5)),
    near(named(`${one.version} p95`), one.p95Ms, rankOf(durations, 0.95)),
  ]
}

/** CloudWatch splits the calls of weighted aliases alone; of others all are those of the one version, unless it was another before. */
function aliasFigures(named: Named, one: Versions['aliases'][number], own: readonly TrueCall[]): Figure[] {
  const figures: Figure[] = [[named(`calls of ${one.alias}`), one.invocations, own.length]]
  for (const { version, invocations, errors, share, shareLower, shareUpper } of one.routes) {
    if (invocations === null) {
      const isTold = own.length > 0 && one.routes.length === 1 && one.changedAtMs === null
      figures.push([named(`${one.alias} to ${version} untold`), isTold, false])
      continue
    }
    const routed = own.filter(({ executedVersion }) => executedVersion === version)
    const name = `${one.alias} to ${version}`
    const isWithin = (shareLower ?? 1) <= (share ?? 0) + 1e-9 && (share ?? 0) <= (shareUpper ?? 0) + 1e-9
    figures.push(
      [named(name), [invocations, errors], [routed.length, failedOf(routed)]],
      same(named(`${name} share`), share, own.length === 0 ? null : routed.length / own.length),
      [named(`${name} interval`), share === null || isWithin, true],
    )
  }
  return figures
}

function sideFigures(named: Named, side: Side, own: readonly TrueCall[], fn: TrueFunction): Figure[] {
  const durations = own.map(({ durationMs }) => durationMs)
  const cold = own.filter(({ coldStart }) => coldStart).length
  const name = (figure: string) => named(`compared ${side.qualifier} ${figure}`)
  const usd = own.length === 0 ? null : (usdOf(own, fn.architecture) / own.length) * 1_000_000
  return [
    [
      name('counts'),
      [side.invocations, side.errors, side.logged, side.coldStarts],
      [own.length, failedOf(own), own.length, cold],
    ],
    near(name('p50'), side.p50Ms, rankOf(durations, 0.5)),
    near(name('p95'), side.p95Ms, rankOf(durations, 0.95)),
    near(name('p99'), side.p99Ms, rankOf(durations, 0.99)),
    [name('longest'), side.maxMs, rankOf(durations, 1)],
    [name('memory'), side.maxMemoryUsedMb, highestOf(own, ({ maxMemoryUsedMb }) => maxMemoryUsedMb)],
    same(name('cost'), side.usdPerMillion, usd),
  ]
}

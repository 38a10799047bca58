import { DAY, type StoredHistory } from '@/bench/query/history-shape'
import type { Question } from '@/bench/query/question'
import { movingWindow } from '@/lib/domain/time-range'
import type { Db } from '@/lib/server/db'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { getConfiguration } from '@/lib/server/queries/get-configuration'
import { getCost } from '@/lib/server/queries/get-cost'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'
import { getLedger } from '@/lib/server/queries/get-ledger'
import { getOverview } from '@/lib/server/queries/get-overview'
import { getPerformance } from '@/lib/server/queries/get-performance'
import { getScopeCoverage } from '@/lib/server/queries/get-scope-coverage'
import { getTriggers } from '@/lib/server/queries/get-triggers'
import { getVersions } from '@/lib/server/queries/get-versions'
import { listChanges } from '@/lib/server/queries/list-changes'
import { listIssues } from '@/lib/server/queries/list-issues'
import { listLanes } from '@/lib/server/queries/list-lanes'
import { listTopInvocations } from '@/lib/server/queries/list-top-invocations'

/** What the dashboards ask of a window beyond lists of invocations and traces, of `top` where it is about one function. */
export function listPageQuestions(
  db: Db,
  { toMs: to }: StoredHistory,
  top: FunctionIdentity,
  days: number,
): Question[] {
  const { fromMs: from } = movingWindow(days * DAY, to)
  const range = { from, to }
  const half = from + (to - from) / 2
  const page = { limit: 50 }
  const sides = { first: 'live', firstFrom: from, firstTo: half, second: '$LATEST', secondFrom: half, secondTo: to }
  return [
    { name: 'overview', ask: () => getOverview(db, range, to) },
    { name: 'coverage', ask: () => getScopeCoverage(db, range, to) },
    { name: 'performance', ask: () => getPerformance(db, top, range, to) },
    { name: 'concurrency', ask: () => getFunctionConcurrency(db, top, range, to) },
    { name: 'lanes', ask: () => listLanes(db, top, range, to) },
    { name: 'versions', ask: () => getVersions(db, top, range, to) },
    { name: 'compare', ask: () => getComparison(db, top, sides, to) },
    { name: 'triggers', ask: () => getTriggers(db, top, range, to) },
    { name: 'configuration', ask: () => getConfiguration(db, top, range, to) },
    { name: 'facets', ask: () => getInvocationFacets(db, top, range, to) },
    { name: 'top_invocations', ask: () => listTopInvocations(db, top, range, to) },
    { name: 'ledger', ask: () => getLedger(db, range, to) },
    { name: 'cost', ask: () => getCost(db, { ...range, groupBy: 'function' }, to) },
    { name: 'issues', ask: () => listIssues(db, { ...range, ...page, sort: 'lastSeen' }, to) },
    { name: 'issues_by_count', ask: () => listIssues(db, { ...range, ...page, sort: 'count' }, to) },
    { name: 'changes', isList: true, ask: () => listChanges(db, { ...range, ...page }, to) },
  ]
}

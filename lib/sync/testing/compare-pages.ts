import type { TestSimulator } from '@/e2e/fixtures/start-simulator'
import type { Db } from '@/lib/server/db'
import { compareConcurrency } from '@/lib/sync/testing/compare-concurrency'
import { compareCosts } from '@/lib/sync/testing/compare-costs'
import { compareFleet } from '@/lib/sync/testing/compare-fleet'
import { compareInvocations } from '@/lib/sync/testing/compare-invocations'
import { compareIssues } from '@/lib/sync/testing/compare-issues'
import { compareLines } from '@/lib/sync/testing/compare-lines'
import { compareMetrics } from '@/lib/sync/testing/compare-metrics'
import { comparePerformance } from '@/lib/sync/testing/compare-performance'
import { compareTriggers } from '@/lib/sync/testing/compare-triggers'
import { compareVersions } from '@/lib/sync/testing/compare-versions'
import type { Figure, TrueWindow } from '@/lib/sync/testing/true-window'

export type ComparedPages = {
  db: Db
  world: TestSimulator
  truth: TrueWindow
  readTruth(window: { from: number; to: number }): Promise<TrueWindow>
  nowMs: number
  /** Since when everything is read. */
  readFromMs: number
}

/** Every page of figures, and what compares it with what happened. */
export const PAGES: Readonly<Record<string, (compared: ComparedPages) => Promise<Figure[]>>> = {
  'Overview and Functions': compareFleet,
  'Summary in sum and over time': compareMetrics,
  'Invocations, and each invocation': compareInvocations,
  Performance: comparePerformance,
  'Concurrency of functions and accounts': compareConcurrency,
  Versions: compareVersions,
  Triggers: compareTriggers,
  Logs: compareLines,
  Issues: compareIssues,
  Cost: compareCosts,
}

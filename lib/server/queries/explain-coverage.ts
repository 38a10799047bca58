import type { Coverage, CoverageReason } from '@/lib/contracts/summary'
import { coveredShare, isCovered, type Window } from '@/lib/domain/covered-window'
import { OPERATIONS, type Source } from '@/lib/domain/source-operations'
import { type CoverageFacts, isLogGroupAbsent, type SourceFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import type { QualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { refusalReason, WAIT_FOR_PULL } from '@/lib/server/queries/source-reasons'

export type CoverageFigures = {
  invocations: number | null
  fromLogs: number | null
  /** Where Duration's percentiles come from: log lines (exact) or CloudWatch's minutes (estimated). */
  percentiles: 'exact' | 'estimated' | null
  traced: number | null
}

const DAY = 86_400_000
const PERCENTILES_NEED_LOGS: CoverageReason = {
  code: 'PERCENTILES_NEED_LOG_LINES',
  source: 'logs',
  message: 'There are no log lines to take percentiles from, and CloudWatch’s own of this stretch are not read.',
  fix: null,
}
const PERCENTILES_ESTIMATED: CoverageReason = {
  code: 'PERCENTILES_ESTIMATED',
  source: 'logs',
  message:
    'No log lines tell the durations: the percentiles are estimated from CloudWatch’s percentiles of single minutes.',
  fix: null,
}

/**
 * Which share of CloudWatch's invocations the log lines and the traces show, and every known reason for showing less,
 * with what to do about it. A share is null when either side is not known or nothing was invoked.
 */
export function explainCoverage(
  identity: FunctionIdentity,
  window: Window,
  facts: CoverageFacts,
  source: QualifierSource,
  figures: CoverageFigures,
  nowMs: number,
): Coverage {
  const logs = shareOf(figures.fromLogs, figures.invocations)
  const traces = shareOf(figures.traced, figures.invocations)
  const reasons = [
    ...sourceReasons('metrics', facts, facts.metrics, figures.invocations === null ? window : null),
    ...(source.reason === null ? [] : [routeReason(source.reason)]),
    ...logReasons(identity, window, facts, logs, nowMs),
    ...(figures.percentiles === 'estimated' ? [PERCENTILES_ESTIMATED] : []),
    ...(figures.percentiles === null && figures.fromLogs === null && figures.invocations !== 0
      ? [PERCENTILES_NEED_LOGS]
      : []),
    ...traceReasons(identity, window, facts, traces),
  ]
  return { logs, traces, reasons }
}

function shareOf(seen: number | null, all: number | null): number | null {
  return seen === null || all === null || all === 0 ? null : seen / all
}

/** Refusals of a source's operations, then how far it is read when `unread` (a window that lacks data) is given. */
function sourceReasons(
  source: Source,
  facts: CoverageFacts,
  state: SourceFacts | null,
  unread: Window | null,
): CoverageReason[] {
  const names: readonly string[] = OPERATIONS[source]
  const reasons = facts.refusals
    .filter((refusal) => names.includes(refusal.operation))
    .map((refusal) => refusalReason(source, refusal))
  if (state?.state === 'budget') {
    reasons.push({
      code: `${source.toUpperCase()}_BUDGET`,
      source,
      message: state.detail ?? '',
      fix: 'Raise the budget.',
    })
  }
  if (unread === null || (state !== null && isCovered(state.covered, unread))) return reasons
  const share = state === null ? 0 : coveredShare(state.covered, unread)
  const progress = state?.total == null ? '' : ` ${state.done ?? 0} of ${state.total} parts are done.`
  return [
    ...reasons,
    {
      code: `${source.toUpperCase()}_NOT_PULLED`,
      source,
      message: `${Math.floor(share * 100)} % of the window is read.${progress}`,
      fix: WAIT_FOR_PULL,
    },
  ]
}

function routeReason(message: string): CoverageReason {
  return {
    code: 'ROUTE_NOT_PROVEN',
    source: 'logs',
    message: `Log lines name the version that ran, never the alias that was called. ${message}`,
    fix: 'Choose a window that is read completely and within which each version is called by one name only, or look at All.',
  }
}

function logReasons(
  identity: FunctionIdentity,
  window: Window,
  facts: CoverageFacts,
  share: number | null,
  nowMs: number,
): CoverageReason[] {
  const reasons: CoverageReason[] = []
  const add = (code: string, message: string, fix: string | null) =>
    reasons.push({ code, source: 'logs', message, fix })
  if (identity.logFormat === 'JSON' && identity.systemLogLevel === 'WARN') {
    add(
      'LOG_LEVEL_WARN',
      'The system log level WARN leaves successful invocations out of the log.',
      'Set the function’s system log level to INFO.',
    )
  }
  if (isLogGroupAbsent(facts)) {
    add(
      'LOG_GROUP_ABSENT',
      `The log group ${identity.logGroupName} does not exist: the function has never run, or its role may not write logs.`,
      'Give the function’s role logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents.',
    )
    return reasons
  }
  if (facts.logGroup?.logGroupClass === 'INFREQUENT_ACCESS') {
    add(
      'LOG_GROUP_INFREQUENT_ACCESS',
      `The log group ${identity.logGroupName} is of the class Infrequent Access: only Logs Insights can read it, which AWS bills by the bytes scanned. Only its newest lines are read, every 15 minutes, within a daily limit.`,
      'Log to a group of the class Standard, or raise insights_usd_per_day in the database’s table instance_setting.',
    )
  }
  const retention = facts.logGroup?.retentionDays ?? null
  if (retention !== null && window.fromMs < nowMs - retention * DAY) {
    add(
      'LOG_RETENTION',
      `The log group keeps its lines for ${retention} days, less than this window.`,
      'Set a longer retention on the log group for the future.',
    )
  }
  reasons.push(...sourceReasons('logs', facts, facts.logs, window))
  if (share !== null && share < 1 && reasons.length === 0) {
    add(
      'LOGS_LATE',
      'Some lines have not arrived yet, or were never written.',
      'Lines can arrive minutes late: look again soon.',
    )
  }
  if (window.fromMs < facts.detailFromMs) {
    add(
      'DETAIL_NOT_KEPT',
      `Invocations and log lines from before ${new Date(facts.detailFromMs).toISOString().slice(0, 10)} are counted, but not kept one by one.`,
      'An admin can keep them for longer: PUT /api/retention.',
    )
  }
  return reasons
}

function traceReasons(
  identity: FunctionIdentity,
  window: Window,
  facts: CoverageFacts,
  share: number | null,
): CoverageReason[] {
  if (identity.tracingMode === 'PassThrough') {
    const message = 'Active tracing is off: only calls from a traced caller are traced.'
    return [{ code: 'TRACING_OFF', source: 'traces', message, fix: 'Turn on active tracing (X-Ray) for the function.' }]
  }
  const reasons = sourceReasons('traces', facts, facts.traces, window)
  // The pull says in words when it may read only the share of traces that X-Ray indexes.
  if (facts.traces?.state === 'ok' && facts.traces.detail !== null) {
    reasons.push({ code: 'TRACES_INDEXED', source: 'traces', message: facts.traces.detail, fix: null })
  }
  if (share !== null && share < 1) {
    reasons.push({
      code: 'TRACES_SAMPLED',
      source: 'traces',
      message: 'X-Ray samples: by default the first request each second and 5 % of the rest.',
      fix: 'A sampling rule with a higher rate traces more, at a higher price.',
    })
  }
  return reasons
}

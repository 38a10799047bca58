import type { CoverageReason } from '@/lib/contracts/summary'
import { coveredShare, isCountable, type Window } from '@/lib/domain/covered-window'
import { OPERATIONS, type Source } from '@/lib/domain/source-operations'
import type { ReadState } from '@/lib/server/queries/list-read-states'
import { type Refusal, refusalReason, WAIT_FOR_PULL } from '@/lib/server/queries/source-reasons'

/** Counts are of functions in scope; withoutGroup: of those that were called, as far as is known. refusals: of each account and region. steps: of the scope. */
export type ScopeFacts = {
  functions: number
  hidingSuccess: number
  untraced: number
  infrequent: number
  shortLived: number
  withoutGroup: number
  refusals: readonly (Refusal & { accountId: string; region: string })[]
  steps: readonly ReadState[]
}

const TOLERANCE_MS = 30 * 60_000
const SOURCES = ['metrics', 'logs', 'traces'] as const
type Figures = (typeof SOURCES)[number]
const NOUNS: Readonly<Record<Figures, string>> = {
  metrics: 'reads of metrics',
  logs: 'log groups',
  traces: 'reads of traces',
}
/** X-Ray's default sampling. */
const SAMPLED: CoverageReason = {
  code: 'TRACES_SAMPLED',
  source: 'traces',
  message: 'X-Ray samples: by default the first request each second and 5 % of the rest.',
  fix: 'A sampling rule with a higher rate traces more, at a higher price.',
}

/** Every known reason why figures of a scope show less than there is, with what to do about it. */
export function explainScope(facts: ScopeFacts, window: Window, nowMs: number): CoverageReason[] {
  const own = (source: Figures) => facts.steps.filter(({ kind }) => kind === source)
  return [
    ...refusalsOf('inventory', facts.refusals),
    ...SOURCES.flatMap((source) => [
      ...refusalsOf(source, facts.refusals),
      ...budgetOf(source, own(source)),
      ...unreadOf(source, own(source), window, nowMs),
    ]),
    ...functionReasons(facts),
    ...(facts.untraced < facts.functions ? [SAMPLED] : []),
  ]
}

/** The same refusal of several places is said once. */
function refusalsOf(source: Source, refusals: ScopeFacts['refusals']): CoverageReason[] {
  const names: readonly string[] = OPERATIONS[source]
  const own = refusals.filter(({ operation }) => names.includes(operation))
  const kinds = new Map(own.map((refusal) => [`${refusal.operation} ${refusal.state}`, refusal]))
  return [...kinds].map(([key, refusal]) => {
    const places = own.filter(({ operation, state }) => `${operation} ${state}` === key)
    const where = places.map(({ accountId, region }) => `${accountId} · ${region}`).join(', ')
    const reason = refusalReason(source, refusal)
    return { ...reason, message: `${reason.message} (${where})` }
  })
}

function budgetOf(source: Source, steps: readonly ReadState[]): CoverageReason[] {
  const stopped = steps.find(({ state }) => state === 'budget')
  if (stopped === undefined) return []
  const message = stopped.detail ?? 'A budget is used up.'
  return [{ code: `${source.toUpperCase()}_BUDGET`, source, message, fix: 'Raise the budget.' }]
}

function unreadOf(source: Figures, steps: readonly ReadState[], window: Window, nowMs: number): CoverageReason[] {
  // A group that does not exist has no line to read.
  const timed = steps.filter(({ isWanted, state, detail }) => {
    return isWanted && !(source === 'logs' && state === 'ok' && detail !== null)
  })
  const lacking = timed.filter(({ covered }) => !isCountable(covered, window, nowMs, TOLERANCE_MS))
  if (lacking.length === 0) return []
  const count = (states: readonly ReadState[]) => states.reduce((sum, one) => sum + one.steps, 0)
  const known = { fromMs: window.fromMs, toMs: Math.max(window.fromMs + 1, Math.min(window.toMs, nowMs)) }
  const share = timed.reduce((sum, one) => sum + one.steps * coveredShare(one.covered, known), 0) / count(timed)
  return [
    {
      code: `${source.toUpperCase()}_NOT_PULLED`,
      source,
      message: `${count(lacking)} of ${count(timed)} ${NOUNS[source]} do not reach over the whole window; ${Math.floor(share * 100)} % of it is read.`,
      fix: WAIT_FOR_PULL,
    },
  ]
}

function functionReasons(facts: ScopeFacts): CoverageReason[] {
  const of = (count: number) => `${count} of ${facts.functions} functions`
  const kinds: readonly [number, string, CoverageReason['source'], string, string][] = [
    [
      facts.hidingSuccess,
      'LOG_LEVEL_WARN',
      'logs',
      'have the system log level WARN, which leaves successful invocations out of the log.',
      'Set their system log level to INFO.',
    ],
    [
      facts.withoutGroup,
      'LOG_GROUP_ABSENT',
      'logs',
      'were called and have no log group: their roles may not write logs.',
      'Give their roles logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents.',
    ],
    [
      facts.infrequent,
      'LOG_GROUP_INFREQUENT_ACCESS',
      'logs',
      'log to groups of the class Infrequent Access, of which only the newest lines are read, within a daily limit.',
      'Log to groups of the class Standard, or raise insights_usd_per_day in the database’s table instance_setting.',
    ],
    [
      facts.shortLived,
      'LOG_RETENTION',
      'logs',
      'log to groups that keep their lines for less than this window.',
      'Set a longer retention on the log groups for the future.',
    ],
    [
      facts.untraced,
      'TRACING_OFF',
      'traces',
      'have active tracing off: only calls from a traced caller are traced.',
      'Turn on active tracing (X-Ray) for them.',
    ],
  ]
  return kinds.flatMap(([count, code, source, what, fix]) => {
    return count === 0 ? [] : [{ code, source, message: `${of(count)} ${what}`, fix }]
  })
}

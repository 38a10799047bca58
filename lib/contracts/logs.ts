import * as z from 'zod/mini'
import { AtMs, Numeric, PageQuery, pageOf, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

/** query: as typed, see docs. */
const LogQueryParameters = {
  ...WindowQuery,
  ...ScopeQuery,
  query: z.optional(z.string()),
  functionName: z.optional(z.string()),
}

export const ListLogsRequest = z.strictObject({ ...LogQueryParameters, ...PageQuery })
export type ListLogsRequest = z.infer<typeof ListLogsRequest>

/** requestId: null for lines that name none. functionName: null where the log group is no function's. */
export const LogItem = z.object({
  id: z.string(),
  atMs: AtMs,
  accountId: z.string(),
  region: z.string(),
  functionName: z.nullable(z.string()),
  version: z.nullable(z.string()),
  logGroup: z.string(),
  logStream: z.string(),
  requestId: z.nullable(z.string()),
  level: z.nullable(z.string()),
  message: z.string(),
})
export type LogItem = z.infer<typeof LogItem>

/**
 * Newest first. searchedToMs: every line that meets the query is here (and on the pages before) from there on; a page that
 * took too long ends early, and its nextCursor goes on. read: how far log lines are read over the window, where there is none.
 */
export const ListLogsResponse = z.extend(pageOf(LogItem), {
  searchedToMs: AtMs,
  read: z.nullable(ReadExtent),
})
export type ListLogsResponse = z.infer<typeof ListLogsResponse>

export const LogHistogramRequest = z.strictObject(LogQueryParameters)
export type LogHistogramRequest = z.infer<typeof LogHistogramRequest>

/** Levels from none to fatal; a line that names none has none. */
export const LOG_LEVEL_KEYS = ['none', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
const Count = z.number()

/** sampledShare: of the lines that were looked at; 1 when every line was counted. The first and the last period may reach beyond the window, of which alone lines are counted. */
export const LogHistogramResponse = z.object({
  periodMs: z.int(),
  /** Stretches of the window in which log groups were read: that nothing is there beside them says nothing. */
  known: z.array(z.object({ fromMs: AtMs, toMs: AtMs })),
  sampledShare: z.number(),
  buckets: z.array(
    z.object({
      atMs: AtMs,
      counts: z.object({
        none: Count,
        trace: Count,
        debug: Count,
        info: Count,
        warn: Count,
        error: Count,
        fatal: Count,
      }),
    }),
  ),
})
export type LogHistogramResponse = z.infer<typeof LogHistogramResponse>

/** A kind of line: what its lines have in common, with marks for what differs. firstMs, lastMs: null where a sample was read, which need not hold the first and the last. isNew: null where the time before is not known. */
export const LogPattern = z.object({
  pattern: z.string(),
  sample: LogItem,
  lines: z.number(),
  share: z.number(),
  level: z.nullable(z.string()),
  functions: z.array(z.string()),
  firstMs: z.nullable(AtMs),
  lastMs: z.nullable(AtMs),
  isNew: z.nullable(z.boolean()),
})
export type LogPattern = z.infer<typeof LogPattern>

/** Commonest first. linesRead: how many lines the patterns were made from; sampledShare: which share that is of all. */
export const LogPatternsResponse = z.object({
  patterns: z.array(LogPattern),
  linesRead: z.int(),
  sampledShare: z.number(),
})
export type LogPatternsResponse = z.infer<typeof LogPatternsResponse>

/** Lines of the same stream around one, in stream order; invocationId and traceId of the invocation that wrote it. */
export const LogContextResponse = z.object({
  line: LogItem,
  before: z.array(LogItem),
  after: z.array(LogItem),
  invocationId: z.nullable(z.string()),
  traceId: z.nullable(z.string()),
})
export type LogContextResponse = z.infer<typeof LogContextResponse>

/** How far behind the stored lines are: of half of the log groups at most behindMs, and of the slowest slowestMs. */
export const LogFreshnessResponse = z.object({
  groups: z.int(),
  behindMs: Numeric,
  slowestMs: Numeric,
  slowestGroup: z.nullable(z.string()),
})
export type LogFreshnessResponse = z.infer<typeof LogFreshnessResponse>

export const LogFreshnessRequest = z.strictObject({ ...ScopeQuery, functionName: z.optional(z.string()) })
export type LogFreshnessRequest = z.infer<typeof LogFreshnessRequest>

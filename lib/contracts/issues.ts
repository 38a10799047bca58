import * as z from 'zod/mini'
import { InvocationItem } from '@/lib/contracts/invocations'
import { AtMs, Numeric, PageQuery, pageOf, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'
import { ISSUE_CLASSES } from '@/lib/domain/issues/identify-issue'

export const IssueClass = z.enum(ISSUE_CLASSES)
export type IssueClass = z.infer<typeof IssueClass>

export const IssueState = z.enum(['active', 'resolved', 'ignored'])
export type IssueState = z.infer<typeof IssueState>

export const IssueSort = z.enum(['lastSeen', 'newest', 'count'])
export type IssueSort = z.infer<typeof IssueSort>

/**
 * Issues with an occurrence in the window. qualifier: of functionName.
 * search: a part of type or message. sort: seen last first, first seen last first, or most occurrences first.
 */
export const ListIssuesRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  ...PageQuery,
  state: z.optional(IssueState),
  class: z.optional(IssueClass),
  functionName: z.optional(z.string()),
  qualifier: z.optional(z.string()),
  search: z.optional(z.string().check(z.maxLength(200))),
  sort: z._default(IssueSort, 'lastSeen'),
})
export type ListIssuesRequest = z.infer<typeof ListIssuesRequest>

const FunctionPlace = { functionName: z.string(), accountId: z.string(), region: z.string() }

/**
 * count: occurrences in the window, of the functions that were asked for; isPartial: log lines of a part of it are not
 * read. functions: those with the most of them. isNew: first seen in the window, by a function whose lines were read for an
 * hour before. trend: [atMs, count] of equal buckets, null where no lines are read; isCut: the window, or now, ends within the last. message: its shape, in which what
 * differs is masked; example: one as it came. frame: where it is thrown.
 */
export const IssueItem = z.object({
  id: z.string(),
  class: IssueClass,
  type: z.string(),
  message: z.string(),
  example: z.nullable(z.string()),
  frame: z.nullable(z.string()),
  state: IssueState,
  stateAtMs: z.nullable(AtMs),
  reopenedAtMs: z.nullable(AtMs),
  firstSeenMs: AtMs,
  lastSeenMs: AtMs,
  isNew: z.boolean(),
  count: z.int(),
  isPartial: z.boolean(),
  functions: z.array(z.object({ ...FunctionPlace, count: z.int() })),
  functionCount: z.int(),
  trend: z.array(z.tuple([AtMs, Numeric])),
  isCut: z.boolean(),
})
export type IssueItem = z.infer<typeof IssueItem>

/** read: how far log lines of what was asked for are read over the window. */
export const ListIssuesResponse = z.extend(pageOf(IssueItem), { read: ReadExtent })
export type ListIssuesResponse = z.infer<typeof ListIssuesResponse>

export const IssueRequest = z.strictObject({ ...WindowQuery })
export type IssueRequest = z.infer<typeof IssueRequest>

/** One version of one function with the issue. invocations: all of that version in the window; null when not known. logGroup: that the function writes to. */
export const IssuePlace = z.object({
  ...FunctionPlace,
  logGroup: z.string(),
  version: z.string(),
  count: z.int(),
  invocations: Numeric,
  firstSeenMs: AtMs,
  lastSeenMs: AtMs,
})
export type IssuePlace = z.infer<typeof IssuePlace>

/**
 * Where it was seen first. readFromMs: since when that function's log lines are read without a gap; own: how often this
 * version had run without it in the seven days before; other: the version without it that ran last before, and how often.
 */
export const FirstBadVersion = z.object({
  ...FunctionPlace,
  version: z.string(),
  publishedAtMs: z.nullable(AtMs),
  readFromMs: z.nullable(AtMs),
  own: z.int(),
  other: z.nullable(z.object({ version: z.string(), invocations: z.int() })),
})
export type FirstBadVersion = z.infer<typeof FirstBadVersion>

/**
 * countedFromMs and countedToMs: the window up to now, which buckets of trend may reach beyond. stack: what the runtime printed
 * of the newest sample; null when its lines are gone, or hold none.
 */
export const IssueDetail = z.extend(IssueItem, {
  countedFromMs: AtMs,
  countedToMs: AtMs,
  periodMs: z.int(),
  places: z.array(IssuePlace),
  firstBad: z.nullable(FirstBadVersion),
  samples: z.array(InvocationItem),
  stack: z.nullable(z.object({ invocationId: z.string(), text: z.string() })),
})
export type IssueDetail = z.infer<typeof IssueDetail>

export const SetIssueStateRequest = z.strictObject({ state: IssueState })
export type SetIssueStateRequest = z.infer<typeof SetIssueStateRequest>

export const IssueStateResponse = z.object({ id: z.string(), state: IssueState, stateAtMs: z.nullable(AtMs) })
export type IssueStateResponse = z.infer<typeof IssueStateResponse>

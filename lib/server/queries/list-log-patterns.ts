import type { LogHistogramRequest, LogPattern, LogPatternsResponse } from '@/lib/contracts/logs'
import type { Window } from '@/lib/domain/covered-window'
import { levelOfCode } from '@/lib/domain/logs/log-level-code'
import {
  groupPatterns,
  isAlike,
  type LinePattern,
  patternWords,
  tokensOf,
} from '@/lib/domain/logs/search/group-patterns'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { type Db, selectRows } from '@/lib/server/db'
import { beforeMoment } from '@/lib/server/log-search/found-line'
import { LineMatcher } from '@/lib/server/log-search/line-matcher'
import { type LogScope, resolveLogScope } from '@/lib/server/log-search/log-scope'
import { pickEvenly } from '@/lib/server/log-search/pick-evenly'
import { findBlocks } from '@/lib/server/log-search/read-blocks'
import { type SampledLine, sampleBlocks, sampleRows } from '@/lib/server/log-search/sample-lines'
import { readStreamFacts, type StreamFacts } from '@/lib/server/log-search/stream-facts'
import { walkLines } from '@/lib/server/log-search/walk-lines'
import { checkWindow } from '@/lib/server/queries/check-window'
import { logItems } from '@/lib/server/queries/list-logs'

const MOST_LINES = 5_000
const MOST_BLOCKS = 40
const MOST_PATTERNS = 50
const MOST_FUNCTIONS = 5
/** How long it may take to look whether patterns are new, for all of them and for one. */
const LOOK_MS = { all: 800, one: 200 }
const LINES_LOOKED_AT = 20
const MOST_WORDS = 4
const COVERED = `
  SELECT g.name FROM unnest($1::text[], $2::text[], $3::text[]) AS g(account_id, region, name)
    JOIN account_region p USING (account_id, region)
    JOIN sync_state s ON s.account_region_id = p.id AND s.step = 'logs' AND s.subject = g.name
  WHERE s.covered @> tstzrange($4, $5)`

type Search = { db: Db; scope: LogScope; matcher: LineMatcher }

/**
 * What the lines that meet a query say, by their shape, the commonest first: at most 50 shapes, made from an even sample
 * of at most some thousand lines, whose weights add up to what the histogram counts. isNew: not seen in as long a time before the window; null where that time was not read
 * whole, or took too long to look through.
 */
export async function listLogPatterns(db: Db, request: LogHistogramRequest): Promise<LogPatternsResponse> {
  const window = checkWindow(request)
  const scope = await resolveLogScope(db, request)
  const search = { db, scope, matcher: new LineMatcher(db, scope.query) }
  const lines = await sampleWindow(search, window)
  const total = lines.reduce((sum, { weight }) => sum + weight, 0)
  const groups = groupPatterns(lines)
    .map((group) => ({ ...group, count: group.lines.reduce((sum, { weight }) => sum + weight, 0) }))
    .sort((left, right) => right.count - left.count)
    .slice(0, MOST_PATTERNS)
  const isWhole = lines.every(({ weight }) => weight === 1)
  const facts = search.matcher.facts
  await readStreamFacts(
    db,
    groups.flatMap((group) => group.lines.map(({ streamId }) => streamId)),
    facts,
  )
  const isNew = await findNew(search, groups, window)
  const patterns = await Promise.all(
    groups.map((group, at) => describe(db, facts, { ...group, total, isWhole, isNew: isNew[at] ?? null })),
  )
  return {
    patterns: patterns.filter((pattern) => pattern !== null),
    linesRead: lines.length,
    sampledShare: total === 0 ? 1 : lines.length / total,
  }
}

async function sampleWindow(search: Search, window: Window): Promise<SampledLine[]> {
  const blocks = await findBlocks(search.db, search.scope, window)
  const [rows, packed] = await Promise.all([
    sampleRows(search, window, MOST_LINES),
    sampleBlocks(search, window, { blocks, most: MOST_BLOCKS }),
  ])
  const picked = pickEvenly(packed, MOST_LINES, ({ weight }) => weight)
  return [...rows, ...picked.map(({ item, weight }) => ({ ...item, weight: item.weight * weight }))]
}

type Described = LinePattern<SampledLine> & { count: number; total: number; isWhole: boolean; isNew: boolean | null }

async function describe(
  db: Db,
  facts: Map<number, StreamFacts>,
  { tokens, lines, count, total, isWhole, isNew }: Described,
): Promise<LogPattern | null> {
  const newest = lines.reduce((best, line) => (line.atMs > best.atMs ? line : best))
  const [sample] = await logItems(db, [newest], facts)
  if (sample === undefined) return null
  const times = lines.map(({ atMs }) => atMs)
  const names = new Set(lines.map(({ streamId }) => facts.get(streamId)?.functionName ?? null))
  return {
    pattern: tokens.join(''),
    sample,
    lines: Math.round(count),
    share: count / total,
    level: levelOfCode(Math.max(0, ...lines.map(({ level }) => level ?? 0))),
    functions: [...names].filter((name) => name !== null).slice(0, MOST_FUNCTIONS),
    firstMs: isWhole ? Math.min(...times) : null,
    lastMs: isWhole ? Math.max(...times) : null,
    isNew,
  }
}

/** For each group: whether the time before had none of it. A sample of that time clears most; the rest is searched for. */
async function findNew(
  search: Search,
  groups: readonly LinePattern<SampledLine>[],
  window: Window,
): Promise<(boolean | null)[]> {
  const before = { fromMs: Math.max(0, 2 * window.fromMs - window.toMs), toMs: window.fromMs }
  const facts = search.matcher.facts
  const covered = await listCovered(search.db, [...facts.values()], before)
  const seen = (await sampleWindow(search, before)).map(({ message }) => tokensOf(message))
  const deadlineMs = performance.now() + LOOK_MS.all
  const answers: (boolean | null)[] = []
  for (const { tokens, lines } of groups) {
    const isCovered = lines.every(({ streamId }) => covered.has(facts.get(streamId)?.logGroup ?? ''))
    if (seen.some((one) => isAlike(tokens, one))) answers.push(false)
    else answers.push(isCovered ? await isAbsent(search, tokens, before, deadlineMs) : null)
  }
  return answers
}

async function listCovered(db: Db, streams: readonly StreamFacts[], { fromMs, toMs }: Window): Promise<Set<string>> {
  const rows = await selectRows<{ name: string }>(db.pool, COVERED, [
    streams.map(({ accountId }) => accountId),
    streams.map(({ region }) => region),
    streams.map(({ logGroup }) => logGroup),
    new Date(fromMs),
    new Date(toMs),
  ])
  return new Set(rows.map(({ name }) => name))
}

/** Looks for lines with the longest words of a pattern. Null when there was not the time to look at all of them. */
async function isAbsent(
  { db, scope }: Search,
  tokens: readonly string[],
  { fromMs, toMs }: Window,
  deadlineMs: number,
): Promise<boolean | null> {
  if (performance.now() > deadlineMs) return null
  const query: LogQuery = { kind: 'and', parts: [scope.query, ...wordsAsked(tokens)] }
  const walk = {
    ...{ db, scope: { ...scope, query }, matcher: new LineMatcher(db, query) },
    ...{ fromMs, need: LINES_LOOKED_AT, deadlineMs: Math.min(deadlineMs, performance.now() + LOOK_MS.one) },
  }
  const { lines, reached } = await walkLines(walk, beforeMoment(toMs))
  if (lines.some(({ message }) => isAlike(tokens, tokensOf(message)))) return false
  return reached === null ? true : null
}

function wordsAsked(tokens: readonly string[]): LogQuery[] {
  return patternWords(tokens, MOST_WORDS).map((word) => ({ kind: 'text', pieces: [word] }))
}

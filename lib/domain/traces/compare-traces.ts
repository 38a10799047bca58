import { type CallPath, mergeCallPaths } from '@/lib/domain/traces/merge-call-paths'
import type { Operation } from '@/lib/domain/traces/operation-of'
import type { Span } from '@/lib/domain/traces/span'

/** What one of two traces says of a call path. Times are of the spans that ended; null when none did. */
export type ComparedSide = {
  count: number
  failed: number
  totalMs: number | null
  selfMs: number | null
  spanId: string
}

/**
 * A call path of two traces. same: both have it; removed: only the first; added: only the second; moved: the second calls
 * the same operation from somewhere else, whose row is movedTo here and movedFrom there. differenceMs: the second's total
 * less the first's, at the second's place; null where there is nothing to compare with.
 */
export type ComparedPath = Operation & {
  depth: number
  change: 'same' | 'added' | 'removed' | 'moved'
  a: ComparedSide | null
  b: ComparedSide | null
  differenceMs: number | null
  movedFrom: number | null
  movedTo: number | null
}

type Tree = { spans: readonly Span[]; startMs: number }
type Pair = { a: CallPath | null; b: CallPath | null; depth: number }

/**
 * Two traces by their call paths, parents before children: a path is the chain of operations from an entry point down, and
 * matches only its equal. What is left over on both sides with the same operation has moved.
 */
export function compareTraces(first: Tree, second: Tree): ComparedPath[] {
  const rows: ComparedPath[] = []
  const open: Pair[] = pairsOf(mergeCallPaths(first), mergeCallPaths(second), 0).reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { a, b, depth } = next
    rows.push(rowOf(next))
    for (const pair of pairsOf(a?.children ?? [], b?.children ?? [], depth + 1).reverse()) open.push(pair)
  }
  findMoved(rows)
  return rows
}

/** Children of both sides by operation, in the order of the first; what only the second has stands where it began. */
function pairsOf(first: readonly CallPath[], second: readonly CallPath[], depth: number): Pair[] {
  const pairs = new Map<string, Pair>(first.map((a) => [keyOf(a), { a, b: null, depth }]))
  for (const b of second) {
    const pair = pairs.get(keyOf(b))
    if (pair) pair.b = b
    else pairs.set(keyOf(b), { a: null, b, depth })
  }
  const offset = ({ a, b }: Pair) => (a ?? b)?.offsetMs ?? 0
  return [...pairs.values()].sort((left, right) => offset(left) - offset(right))
}

function rowOf({ a, b, depth }: Pair): ComparedPath {
  const known = a ?? b
  const { service = '', type = '', name = '', operation = null } = known ?? {}
  return {
    ...{ service, type, name, operation, depth },
    change: a === null ? 'added' : b === null ? 'removed' : 'same',
    a: sideOf(a),
    b: sideOf(b),
    differenceMs: differenceOf(a, b),
    movedFrom: null,
    movedTo: null,
  }
}

function sideOf(path: CallPath | null): ComparedSide | null {
  if (path === null) return null
  const { count, failed, totalMs, selfMs, slowestId } = path
  return {
    count,
    failed,
    totalMs: totalMs === null ? null : rounded(totalMs),
    selfMs: selfMs === null ? null : rounded(selfMs),
    spanId: slowestId,
  }
}

/** Pairs what was removed with what was added under the same operation, each once, in their order. */
function findMoved(rows: ComparedPath[]): void {
  const removed = new Map<string, number[]>()
  for (const [index, row] of rows.entries()) {
    if (row.change !== 'removed') continue
    const places = removed.get(keyOf(row))
    if (places) places.push(index)
    else removed.set(keyOf(row), [index])
  }
  for (const [index, row] of rows.entries()) {
    const from = row.change === 'added' ? removed.get(keyOf(row))?.shift() : undefined
    const before = from === undefined ? undefined : rows[from]
    if (from === undefined || before === undefined) continue
    Object.assign(before, { change: 'moved', movedTo: index })
    Object.assign(row, { change: 'moved', movedFrom: from, differenceMs: differenceOf(before.a, row.b) })
  }
}

type Timed = { totalMs: number | null } | null

function differenceOf(a: Timed, b: Timed): number | null {
  const [before, after] = [a?.totalMs ?? null, b?.totalMs ?? null]
  return before === null || after === null ? null : rounded(after - before)
}

function keyOf({ service, type, name, operation }: Operation): string {
  return JSON.stringify([service, type, name, operation])
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { compareTraces } from '@/lib/domain/traces/compare-traces'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'

const tree = (...documents: JsonObject[]) => buildTree(parseSegments(documents))
let next = 0
const span = (name: string, from: number, to: number, ...subsegments: object[]) => {
  next += 1
  return { id: `${name}${next}`, name, start_time: from / 1000, end_time: to / 1000, subsegments }
}
const compared = (a: JsonObject, b: JsonObject) =>
  compareTraces(tree(a), tree(b)).map(
    ({ name, depth, change, differenceMs, movedFrom, movedTo }) =>
      `${' '.repeat(depth)}${name} ${change}${differenceMs === null ? '' : ` ${differenceMs}`}${movedFrom === null ? '' : ` from ${movedFrom}`}${movedTo === null ? '' : ` to ${movedTo}`}`,
  )

describe('compareTraces', () => {
  it('finds no difference between a trace and itself', () => {
    const rows = compareTraces(tree(...sampleTrace()), tree(...sampleTrace()))
    expect(rows.length).toBe(10)
    for (const row of rows) expect(row).toMatchObject({ change: 'same', differenceMs: 0 })
  })

  it('matches operations by their path and tells how much longer each took', () => {
    expect(
      compared(
        span('fn', 0, 100, span('db', 10, 30), span('db', 30, 40), span('cache', 50, 60)),
        span('fn', 0, 150, span('db', 10, 100), span('mail', 120, 130)),
      ),
    ).toEqual(['fn same 50', ' db same 60', ' cache removed', ' mail added'])
  })

  it('says of a call that is made from somewhere else now that it moved, and from where', () => {
    expect(
      compared(
        span('fn', 0, 100, span('check', 0, 50, span('db', 10, 30)), span('save', 50, 90)),
        span('fn', 0, 100, span('check', 0, 50), span('save', 50, 90, span('db', 55, 80))),
      ),
    ).toEqual(['fn same 0', ' check same 0', '  db moved to 4', ' save same 0', '  db moved 5 from 2'])
  })

  it('moves each call once', () => {
    expect(
      compared(
        span('fn', 0, 9, span('x', 0, 1, span('db', 0, 1))),
        span('fn', 0, 9, span('y', 0, 1, span('db', 0, 1)), span('z', 2, 3, span('db', 2, 3))),
      ),
    ).toEqual([
      'fn same 0',
      ' x removed',
      '  db moved to 4',
      ' y added',
      '  db moved 0 from 2',
      ' z added',
      '  db added',
    ])
  })

  it('has no time, and no difference, of calls none of which has ended', () => {
    const running = (name: string, ...subsegments: object[]) => ({
      ...{ id: name, name, start_time: 0, in_progress: true, subsegments },
    })
    const rows = compareTraces(tree(running('fn', running('db'))), tree(span('fn', 0, 9, span('db', 0, 5))))
    expect(rows.map(({ a, b, differenceMs }) => [a?.totalMs, a?.selfMs, b?.totalMs, differenceMs])).toEqual([
      [null, null, 9, null],
      [null, null, 5, null],
    ])
    const moved = compareTraces(
      tree(running('fn', running('check', running('db')))),
      tree(span('fn', 0, 9, span('db', 0, 5))),
    )
    expect(moved.find(({ movedFrom }) => movedFrom !== null)).toMatchObject({ change: 'moved', differenceMs: null })
  })

  it('compares with nothing', () => {
    expect(compareTraces(tree(), tree())).toEqual([])
    expect(compareTraces(tree(), tree(span('fn', 0, 1))).map(({ change }) => change)).toEqual(['added'])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildFlame } from '@/lib/domain/traces/build-flame'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'

const flame = (...documents: JsonObject[]) => buildFlame(buildTree(parseSegments(documents)))
const span = (id: string, from: number, to: number, more: object = {}) => ({
  ...{ id, name: id, start_time: from / 1000, end_time: to / 1000 },
  ...more,
})
const drawing = (...documents: JsonObject[]) =>
  flame(...documents).nodes.map(
    ({ name, depth, count, left, width }) =>
      `${' '.repeat(depth)}${name} ×${count} ${left.toFixed(2)}+${width.toFixed(2)}`,
  )

describe('buildFlame', () => {
  it('merges calls of the same path, and gives each the width of the time below it', () => {
    const calls = [span('q', 0, 20, { name: 'query' }), span('r', 20, 60, { name: 'query' }), span('s', 60, 80)]
    expect(drawing(span('f', 0, 100, { subsegments: calls }))).toEqual([
      'f ×1 0.00+1.00',
      ' query ×2 0.00+0.60',
      ' s ×1 0.60+0.20',
    ])
  })

  it('stays within its parent where calls run at once or after it', () => {
    const calls = [span('q', 0, 100), span('r', 0, 100)]
    const late = span('late', 100, 200, { parent_id: 'f' })
    expect(drawing(span('f', 0, 100, { subsegments: calls }), late)).toEqual([
      'f ×1 0.00+1.00',
      ' q ×1 0.00+0.33',
      ' r ×1 0.33+0.33',
      ' late ×1 0.67+0.33',
    ])
  })

  it('is empty without spans, and has no widths without time', () => {
    expect(flame()).toEqual({ wholeMs: 0, nodes: [] })
    expect(drawing(span('f', 5, 5))).toEqual(['f ×1 0.00+0.00'])
  })

  it('places every child within its parent, and counts every span once', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const document = fc.record({ name, parent: fc.nat(20), from: fc.nat(50), length: fc.nat(50), fault: fc.boolean() })
    fc.assert(
      fc.property(fc.array(document, { minLength: 1, maxLength: 20 }), (given) => {
        const documents = given.map(({ parent, from, length, ...more }, at) =>
          span(`s${at}`, from, from + length, { parent_id: `s${parent}`, ...more }),
        )
        const { nodes } = flame(...documents)
        expect(nodes.reduce((sum, node) => sum + node.count, 0)).toBe(documents.length)
        for (const [index, node] of nodes.entries()) {
          const below = nodes.slice(index + 1, index + node.size).filter(({ depth }) => depth === node.depth + 1)
          let left = node.left
          for (const child of below) {
            expect(child.left).toBeCloseTo(left)
            left += child.width
          }
          expect(left).toBeLessThanOrEqual(node.left + node.width + 1e-9)
        }
      }),
    )
  })

  it('has no time of calls none of which has ended', () => {
    const calls = [
      { id: 'q', name: 'query', start_time: 0, in_progress: true },
      { id: 'r', name: 'wait', start_time: 0, in_progress: true },
      span('s', 0, 4, { name: 'query' }),
    ]
    const told = flame(span('f', 0, 9, { subsegments: calls })).nodes.map(({ name, totalMs, selfMs }) => [
      ...[name, totalMs, selfMs],
    ])
    expect(told).toEqual([
      ['f', 9, 0],
      ['query', 4, 4],
      ['wait', null, null],
    ])
  })

  it('of one caller with 8,000 calls of distinct names is built in little time', () => {
    const documents = Array.from({ length: 8_000 }, (_, at) => [
      span(`c${at}`, at, at + 9, { name: 'call', parent_id: 'root' }),
      span(`n${at}`, at, at + 5, { parent_id: `c${at}` }),
    ]).flat()
    const tree = buildTree(parseSegments([span('root', 0, 9_000), ...documents]))
    const before = process.cpuUsage()
    expect(buildFlame(tree).nodes.length).toBe(8_002)
    // Generous: what sorts all names once for each call takes many times as long.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000)
  })

  it('of 10,000 spans is built within a second', () => {
    const documents = Array.from({ length: 10_000 }, (_, at) =>
      span(`s${at}`, at, at + 5, {
        name: `n${at % 300}`,
        ...(at === 0 ? {} : { parent_id: `s${Math.floor(at / 4)}` }),
      }),
    )
    const tree = buildTree(parseSegments(documents))
    const before = process.cpuUsage()
    expect(buildFlame(tree).nodes.length).toBeGreaterThan(300)
    // Generous: what grows with the square of the number takes minutes. Of the processor: others may use it meanwhile.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4_000)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countHidden,
  FIRST_STATE,
  findSpans,
  focusOn,
  isClosed,
  listFailed,
  listVisible,
  nextOf,
  reveal,
  stepLevel,
  type Trace,
  toggle,
  type WaterfallState,
  WHOLE,
  zoomTo,
} from '@/components/traces/waterfall-state'
import { testTrace } from '@/components/traces/waterfall-test-trace'
import { testSpan } from '@/lib/domain/traces/test-span'

// a ─ b ─ c, d · a ─ e · f
const TRACE = testTrace(
  [
    testSpan('a', null, 0),
    testSpan('b', 'a', 1),
    testSpan('c', 'b', 2, {
      kind: 'subsegment',
      startMs: 1000.25,
      endMs: 1000.75,
      operation: 'PutItem',
      resource: 'orders',
    }),
    testSpan('d', 'b', 2, { fault: true, endMs: null }),
    testSpan('e', 'a', 1, { throttle: true }),
    testSpan('f', null, 0),
  ],
  20,
)
const state = (more: Partial<WaterfallState> = {}): WaterfallState => ({ ...FIRST_STATE, ...more })
const visible = (more: Partial<WaterfallState> = {}) => listVisible(TRACE, state(more))

describe('the rows of a waterfall', () => {
  it('skip what is below a closed span', () => {
    expect(visible({ toggled: new Set([1]) })).toEqual([0, 1, 4, 5])
    expect(visible({ toggled: new Set([0]) })).toEqual([0, 5])
    expect(visible({ level: 1 })).toEqual([0, 1, 4, 5])
    expect(visible({ level: 1, toggled: new Set([1]) })).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('close the deepest open level first and open the shallowest closed one', () => {
    const once = stepLevel(TRACE, state(), false)
    expect(listVisible(TRACE, once)).toEqual([0, 1, 4, 5])
    const twice = stepLevel(TRACE, once, false)
    expect(listVisible(TRACE, twice)).toEqual([0, 5])
    expect(stepLevel(TRACE, twice, false)).toBe(twice)
    expect(listVisible(TRACE, stepLevel(TRACE, twice, true))).toEqual([0, 1, 4, 5])
    expect(stepLevel(TRACE, once, true).level).toBeNull()
    expect(stepLevel(TRACE, state(), true)).toEqual(state())
  })

  it('are those of the subtree in focus alone, which opens', () => {
    const focused = focusOn(TRACE, state({ toggled: new Set([1]) }), 1)
    expect(listVisible(TRACE, focused)).toEqual([1, 2, 3])
    expect(listVisible(TRACE, focusOn(TRACE, focused, null))).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('leave out short spans, but nothing that still runs or has something long below it', () => {
    expect(visible({ shorterThanUs: 1_000 })).toEqual([0, 1, 3, 4, 5])
    expect(visible({ shorterThanUs: 11_000 })).toEqual([0, 1, 3])
    expect(countHidden(TRACE, state({ shorterThanUs: 11_000, toggled: new Set([0]) }))).toBe(3)
  })
})

describe('what is looked for', () => {
  it('is found by name, service, operation and resource', () => {
    expect(findSpans(TRACE, state({ find: 'putitem' }))).toEqual([2])
    expect(findSpans(TRACE, state({ find: 'B' }))).toEqual([1, 2])
    expect(findSpans(TRACE, state({ find: ' ' }))).toEqual([])
    expect(findSpans(TRACE, state({ find: 'putitem', shorterThanUs: 1_000 }))).toEqual([])
  })

  it('goes round the failed spans', () => {
    const failed = listFailed(TRACE, state())
    expect(failed).toEqual([3, 4])
    expect([nextOf(failed, null, 1), nextOf(failed, 4, 1), nextOf(failed, 3, -1)]).toEqual([3, 3, 4])
    expect(nextOf([], 2, 1)).toBeNull()
    expect(listFailed(TRACE, state({ focus: 4 }))).toEqual([4])
  })

  it('is opened, and nothing else is', () => {
    const shown = reveal(TRACE, state({ toggled: new Set([0, 1]) }), 4)
    expect([...shown.toggled]).toEqual([1])
    expect(reveal(TRACE, state({ focus: 5, shorterThanUs: 5_000 }), 2)).toMatchObject({ focus: null, shorterThanUs: 0 })
  })
})

it('narrows the time to the selected span and back to the whole', () => {
  const selected = state({ selected: 1 })
  const view = zoomTo(TRACE, selected)
  expect(view.from).toBe(0)
  expect(view.to).toBeCloseTo(0.515)
  expect(zoomTo(TRACE, { ...selected, view })).toEqual(WHOLE)
})

const anyTrace: fc.Arbitrary<Trace> = fc
  .array(fc.record({ up: fc.nat(3), durationMs: fc.option(fc.nat(50)), critical: fc.boolean(), fault: fc.boolean() }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((made) => {
    let depth = -1
    const spans = made.map(({ up, durationMs, ...more }, at) => {
      depth = Math.max(0, Math.min(depth + 1, depth + 1 - up))
      return testSpan(`s${at}`, null, depth, { endMs: durationMs === null ? null : 1000 + durationMs, ...more })
    })
    return testTrace(spans, 50)
  })

const anyState = fc.record({
  level: fc.option(fc.nat(6)),
  toggled: fc.uniqueArray(fc.nat(59)).map((list) => new Set(list)),
  focus: fc.option(fc.nat(59)),
  shorterThanUs: fc.nat(60_000),
  find: fc.constantFrom('', 's', 's1', 'x'),
})

it('never shows a span twice, out of order, or without all that it hangs from', () => {
  fc.assert(
    fc.property(anyTrace, anyState, (trace, { focus, ...more }) => {
      const count = trace.columns.size.length
      const any = state({ ...more, focus: focus === null || focus >= count ? null : focus })
      const rows = listVisible(trace, any)
      const shown = new Set(rows)
      expect(rows).toEqual([...shown].sort((a, b) => a - b))
      for (const row of rows) {
        const above = trace.measures.parent[row] ?? -1
        if (row === any.focus || above < 0) continue
        expect(shown).toContain(above)
        expect(isClosed(trace.columns, any, above)).toBe(false)
      }
      const all = { ...any, level: null, toggled: new Set<number>() }
      const range = any.focus === null ? count : (trace.columns.size[any.focus] ?? 0)
      expect(listVisible(trace, all).length + countHidden(trace, any)).toBe(range)
    }),
  )
})

it('finds only what can be shown, and shows what was found', () => {
  fc.assert(
    fc.property(anyTrace, anyState, (trace, { focus, ...more }) => {
      const any = state({ ...more, focus: focus === null || focus >= trace.columns.size.length ? null : focus })
      for (const index of findSpans(trace, any)) {
        const shown = reveal(trace, any, index)
        expect(listVisible(trace, shown)).toContain(index)
        expect(shown).toMatchObject({ focus: any.focus, shorterThanUs: any.shorterThanUs })
      }
    }),
  )
})

it('closes and opens levels until nothing is left to do', () => {
  fc.assert(
    fc.property(anyTrace, anyState, (trace, { level, toggled, shorterThanUs }) => {
      for (const open of [false, true]) {
        let at = state({ level, toggled, shorterThanUs })
        for (let steps = 0; ; steps += 1) {
          const next = stepLevel(trace, at, open)
          if (next === at) break
          const [before, after] = [listVisible(trace, at).length, listVisible(trace, next).length]
          expect(open ? after : before).toBeGreaterThan(open ? before : after)
          at = next
          expect(steps).toBeLessThan(200)
        }
        const all = listVisible(trace, state({ shorterThanUs }))
        const roots = all.filter((index) => trace.columns.depth[index] === 0)
        expect(listVisible(trace, at)).toEqual(open ? all : roots)
      }
    }),
  )
})

it('toggles back', () => {
  expect([...toggle(toggle(state(), 3), 3).toggled]).toEqual([])
})

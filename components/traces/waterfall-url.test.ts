import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FIRST_STATE, type WaterfallState, WHOLE } from '@/components/traces/waterfall-state'
import { placeFinder, readWaterfall, writeWaterfall } from '@/components/traces/waterfall-url'

const IDS = ['a', 'b', 'c']
const TRACE = { count: 1_000, version: '71.72' }
const indexOf = placeFinder({ ids: IDS }, { far: 900 })
const read = (query: string) => readWaterfall(new URLSearchParams(query), TRACE, indexOf)

function write(state: WaterfallState): string {
  const entries = Object.entries(
    writeWaterfall(state, TRACE, (index) => (index === 900 ? 'far' : (IDS[index] ?? null))),
  )
  return new URLSearchParams(entries.flatMap(([name, value]) => (value ? [[name, value]] : []))).toString()
}

it('needs nothing in the address for the first view', () => {
  expect(write(FIRST_STATE)).toBe('')
  expect(read('')).toEqual(FIRST_STATE)
})

it('gives back any view from its address', () => {
  const place = fc.option(fc.constantFrom(0, 1, 2, 900))
  const any = fc.record({
    view: fc.constantFrom(WHOLE, { from: 0.25, to: 0.5 }, { from: 0, to: 0.125 }),
    level: fc.option(fc.nat(20)),
    toggled: fc.uniqueArray(fc.nat(999), { maxLength: 200 }).map((list) => new Set(list)),
    selected: place,
    focus: place,
    shorterThanUs: fc.nat(1e7),
    find: fc.string(),
    criticalOnly: fc.boolean(),
  })
  fc.assert(
    fc.property(any, (state) => {
      expect(read(write(state))).toEqual(state)
    }),
  )
})

it.each([
  ['time=0.9-0.1', { view: WHOLE }],
  ['time=x', { view: WHOLE }],
  ['level=-1&shorter=1.5', { level: null, shorterThanUs: 0 }],
  ['toggled=71.72~5.x.7.100000', { toggled: new Set([5, 7]) }],
  ['toggled=71~5.7', { toggled: new Set() }],
  ['toggled=5.7', { toggled: new Set() }],
  ['span=gone&focus=__proto__', { selected: null, focus: null }],
])('takes %s for what can be read of it', (query, expected) => {
  expect(read(query)).toMatchObject(expected)
})

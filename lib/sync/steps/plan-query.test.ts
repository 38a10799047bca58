import { describe, expect, it } from 'vitest'
import { advanceReading, parseReading, type QueryReading, rowsAtOnce } from '@/lib/sync/steps/plan-query'

const reading = (fromMs: number, endMs: number, more: Partial<QueryReading> = {}): QueryReading => {
  const query = { mark: 'm', id: 'a', otherIds: [], lost: 0, toMs: endMs, isCounted: true }
  return { fromMs, toMs: 900_000, sizeMs: endMs - fromMs, query, ...more }
}
const cut = { isCut: true, billedBytes: 100_000_000 }
const whole = { isCut: false, sureMs: 0 }

describe('advanceReading', () => {
  it('goes on behind a whole answer, with longer windows where there was little', () => {
    const { next, isLost } = advanceReading(reading(0, 60_000), { ...whole, billedBytes: 1_000 })
    expect(next).toEqual({ fromMs: 60_000, toMs: 900_000, sizeMs: 240_000, query: null })
    expect(isLost).toBe(false)
    expect(advanceReading(reading(0, 3_000_000, { toMs: 3_000_000 }), { ...whole, billedBytes: 0 }).next.sizeMs).toBe(
      3_600_000,
    )
  })

  it('takes shorter windows where a query scanned much', () => {
    expect(advanceReading(reading(0, 60_000), { ...whole, billedBytes: 64_000_000 }).next.sizeMs).toBe(15_000)
    expect(advanceReading(reading(0, 2_000), { ...whole, billedBytes: 640_000_000 }).next.sizeMs).toBe(1_000)
  })

  it('does not take the short rest of a window for its measure', () => {
    const rest = reading(897_000, 900_000, { sizeMs: 120_000 })
    expect(advanceReading(rest, { ...whole, billedBytes: 4_000_000 }).next.sizeMs).toBe(480_000)
  })

  it('begins again at the second at which an answer was cut, with a shorter window', () => {
    const { next, isLost } = advanceReading(reading(0, 60_000), { ...cut, sureMs: 20_000 })
    expect(next).toMatchObject({ fromMs: 20_000, sizeMs: 16_000, query: null })
    expect(isLost).toBe(false)
  })

  it('asks for a single second where that alone fills an answer, and leaves behind one that does so by itself', () => {
    const first = advanceReading(reading(5_000, 65_000), { ...cut, sureMs: 5_000 })
    expect(first).toMatchObject({ next: { fromMs: 5_000, sizeMs: 1_000 }, isLost: false })
    const second = advanceReading(reading(5_000, 6_000), { ...cut, sureMs: 5_000 })
    expect(second).toMatchObject({ next: { fromMs: 6_000, sizeMs: 1_000 }, isLost: true })
  })
})

it('asks for few rows at once of a query that scanned more than fits, or of which that is not known', () => {
  expect(rowsAtOnce(1_000_000)).toBe(10_000)
  expect(rowsAtOnce(33_000_000)).toBe(128)
  expect(rowsAtOnce(0)).toBe(128)
})

it('reads what a cursor holds', () => {
  const stored = reading(0, 60_000)
  expect(parseReading(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  expect(parseReading({ ...stored, query: null })).toEqual({ ...stored, query: null })
  for (const odd of [null, undefined, 7, {}, { fromMs: 1, toMs: 2 }]) expect(parseReading(odd)).toBeNull()
})

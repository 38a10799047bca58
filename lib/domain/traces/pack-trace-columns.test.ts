import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildTraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { firstColumns, firstIds, packTraceColumns, unpackTraceColumns } from '@/lib/domain/traces/pack-trace-columns'
import { testSpan } from '@/lib/domain/traces/test-span'

const columnsOf = (made: { depth: number; from: number; took: number | null; name: string }[]) => {
  let last = -1
  const spans = made.map(({ depth, from, took, name }, at) => {
    last = Math.min(depth, last + 1)
    const startMs = 1000 + from / 1000
    return testSpan(`s${at}`, null, last, { name, startMs, endMs: took === null ? null : startMs + took / 1000 })
  })
  return buildTraceColumns({ startMs: 1000, durationMs: 5e7, spans })
}

it('gives back every column as it was', () => {
  const moment = fc.oneof(fc.nat(64), fc.nat(5e6), fc.nat(9e10))
  fc.assert(
    fc.property(
      fc.array(fc.record({ depth: fc.nat(6), from: moment, took: fc.option(moment), name: fc.string() })),
      (made) => {
        const columns = columnsOf(made)
        expect(unpackTraceColumns(packTraceColumns(columns))).toEqual(columns)
      },
    ),
  )
})

it('sends the IDs of the first 1,000 spans', () => {
  const columns = columnsOf(Array.from({ length: 1_500 }, () => ({ depth: 0, from: 0, took: 1, name: 'n' })))
  const unpacked = unpackTraceColumns(firstIds(packTraceColumns(columns)))
  expect(unpacked.ids).toHaveLength(1_000)
  expect(unpacked.size).toHaveLength(1_500)
})

it('sends the first 1,000 spans as they stand in the whole trace, and a shorter trace as it is', () => {
  const columns = columnsOf(
    Array.from({ length: 1_500 }, (_, at) => ({
      depth: at % 5,
      from: at * 7_000,
      took: at % 9 ? at * 70 : null,
      name: `n${at % 90}`,
    })),
  )
  const packed = packTraceColumns(columns)
  const first = unpackTraceColumns(firstColumns(packed))
  for (const name of ['ids', 'name', 'note', 'service', 'startUs', 'durationUs', 'depth', 'flags'] as const) {
    expect(first[name]).toEqual(columns[name].slice(0, 1_000))
  }
  expect(firstColumns(packTraceColumns(first))).toEqual(packTraceColumns(first))
})

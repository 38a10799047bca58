import { expect, it } from 'vitest'
import { explainGaps } from '@/components/traces/explain-gaps'
import { measureWaterfall } from '@/components/traces/measure-waterfall'
import { tellOfAll } from '@/components/traces/tell-of-all'
import { FIRST_STATE, listFailed } from '@/components/traces/waterfall-state'
import { buildTraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { packTraceColumns } from '@/lib/domain/traces/pack-trace-columns'
import { testSpan } from '@/lib/domain/traces/test-span'

it('tells of a whole trace what its page finds once all of it is there', () => {
  const spans = Array.from({ length: 40 }, (_, at) =>
    testSpan(`s${at}`, null, at === 0 ? 0 : 1, {
      startMs: 1000 + at,
      endMs: at === 7 ? null : 1002 + at,
      error: at % 3 === 0,
      fault: at % 10 === 0,
      orphan: at === 12,
    }),
  )
  const columns = buildTraceColumns({ spans, startMs: 1000, durationMs: 60 })
  const trace = { limitExceeded: true, durationMs: 60 }
  const told = tellOfAll(packTraceColumns(columns), trace)
  expect(told.gaps).toEqual(explainGaps(columns, trace))
  expect(told.gaps).toHaveLength(3)
  expect(told.failed).toBe(listFailed({ columns, measures: measureWaterfall(columns) }, FIRST_STATE).length)
  expect(told.failed).toBe(16)
})

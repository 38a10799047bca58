import { expect, it } from 'vitest'
import { explainGaps } from '@/components/traces/explain-gaps'
import { testTrace } from '@/components/traces/waterfall-test-trace'
import { testSpan } from '@/lib/domain/traces/test-span'

const WHOLE = { limitExceeded: false, durationMs: 10 }
const explain = (spans: ReturnType<typeof testSpan>[], trace: Partial<typeof WHOLE> = {}) =>
  explainGaps(testTrace(spans, 10).columns, { ...WHOLE, ...trace })

it('says nothing of a whole trace', () => {
  expect(explain([testSpan('a', null, 0), testSpan('b', 'a', 1)])).toEqual([])
})

it('says what is missing, cut off or unfinished', () => {
  const odd = [testSpan('a', null, 0, { orphan: true }), testSpan('b', null, 0, { endMs: null })]
  expect(explain(odd, { limitExceeded: true, durationMs: 0 })).toEqual([
    'X-Ray cut this trace at its size limit: segments are missing.',
    '1 segment names a parent that is not in the trace; it stands at the top level.',
    '1 segment is in progress, drawn until the trace ends.',
  ])
})

it('says that nothing took time only where everything has ended', () => {
  const moment = 'All segments began and ended at the same moment.'
  expect(explain([testSpan('a', null, 0)], { durationMs: 0 })).toEqual([moment])
  expect(explain([testSpan('a', null, 0, { endMs: null })], { durationMs: 0 })).not.toContain(moment)
})

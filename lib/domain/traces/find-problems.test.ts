import { expect, it } from 'vitest'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { findProblems } from '@/lib/domain/traces/find-problems'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'

const whole = { id: 'a', name: 'fn', start_time: 1, end_time: 2 }
const spanOf = { spanId: 'a'.repeat(16), name: 'fn', startTimeUnixNano: 1e9, endTimeUnixNano: 2e9, kind: 'SERVER' }
const problems = (document: object) => buildTree(parseSegments([JSON.stringify(document)])).spans.flatMap(findProblems)

it.each([
  ['no start', { ...whole, start_time: 'soon' }, /does not say when it began/],
  ['no end', { ...whole, end_time: undefined }, /has no end/],
  ['an end before the start', { ...whole, end_time: 0.5 }, /ends before it begins/],
  ['no name', { ...whole, name: 7 }, /no name/],
  ['a cause that nobody recorded', { ...whole, cause: 'e1' }, /exception e1/],
  ['a cause by an object that nobody recorded', { ...whole, cause: { id: 'e1' } }, /exception e1/],
  ['a span without a start', { ...spanOf, startTimeUnixNano: null }, /does not say when it began/],
])('says that there is %s', (_what, document, expected) => {
  expect(problems(document)).toEqual([expect.stringMatching(expected)])
})

it.each([
  [
    'in milliseconds by mistake',
    { ...whole, start_time: 1_764_000_000_000 },
    'Its start, 1764000000000, is no time in seconds since 1970. It is drawn where it ends.',
  ],
  [
    'of a root without an end',
    { ...whole, start_time: null, end_time: undefined, in_progress: true },
    'It does not say when it began. It is drawn where the trace begins.',
  ],
  [
    'of what hangs from another',
    { ...whole, start_time: null, parent_id: 'p' },
    'It does not say when it began. It is drawn where the segment above it begins.',
  ],
  [
    'of a span that is too large',
    { ...spanOf, startTimeUnixNano: 1e22 },
    'Its start, 1e+22, is no time in nanoseconds since 1970. It is drawn where it ends.',
  ],
])('says of a start %s where it is drawn instead', (_what, document, expected) => {
  expect(problems(document)).toEqual([expected])
})

it('says nothing of what is whole, or announced as running', () => {
  expect(problems(whole)).toEqual([])
  expect(problems(spanOf)).toEqual([])
  expect(problems({ ...whole, end_time: undefined, in_progress: true })).toEqual([])
  expect(buildTree(parseSegments(sampleTrace())).spans.flatMap(findProblems)).toEqual([])
})

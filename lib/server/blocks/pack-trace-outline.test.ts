import { expect, it } from 'vitest'
import { outlineSegment, outlineTrace } from '@/lib/domain/traces/outline-trace'
import { packOutline } from '@/lib/domain/traces/pack-outline'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { packTraceOutline, unpackTraceOutline } from '@/lib/server/blocks/pack-trace-outline'

const SEGMENTS = parseSegments(sampleTrace().map((document) => JSON.stringify(document)))
const OUTLINE = { ...packOutline(outlineTrace(SEGMENTS.map(outlineSegment))), unreadable: 2 }

it('gives back what was packed', () => {
  expect(OUTLINE.requests.length).toBeGreaterThan(0)
  expect(unpackTraceOutline(packTraceOutline(OUTLINE))).toEqual(OUTLINE)
})

it('leaves a form that it does not know to the documents', () => {
  const other = packTraceOutline(OUTLINE)
  other[0] = 9
  expect(unpackTraceOutline(other)).toBeNull()
})

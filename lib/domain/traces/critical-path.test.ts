import { expect, it } from 'vitest'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'

const DEPTHS: Record<string, number> = { r: 0, 'in slow': 2 }
const span = (id: string, startMs: number, endMs: number | null) => ({
  id,
  depth: DEPTHS[id] ?? 1,
  startMs,
  endMs,
})

it.each([
  ['nothing', [], []],
  ['the root alone', [span('r', 0, 9)], ['r']],
  [
    'what finished last and what finished last before it',
    [span('r', 0, 100), span('a', 0, 40), span('b', 45, 95), span('beside', 50, 60)],
    ['r', 'a', 'b'],
  ],
  [
    'the slower of two that ran at once',
    [span('r', 0, 100), span('fast', 0, 40), span('slow', 0, 90), span('in slow', 5, 80)],
    ['r', 'slow', 'in slow'],
  ],
  [
    'what an asynchronous call started',
    [span('r', 0, 10), span('other', 1, 9), span('dwell', 2, 50), span('try', 50, 90)],
    ['r', 'dwell', 'try'],
  ],
  ['a span that still runs', [span('r', 0, 10), span('run', 3, null), span('done', 3, 9)], ['r', 'run']],
])('takes %s', (_name, spans, path) => {
  expect([...criticalPath(spans)].map((at) => spans[at]?.id).sort()).toEqual([...path].sort())
})

it('leads to the DynamoDB call that was slow', () => {
  const { spans } = buildTree(parseSegments(sampleTrace()))
  const path = new Set([...criticalPath(spans)].map((at) => spans[at]?.id ?? ''))
  expect(path).toContain('c000000000000004')
  expect(path).toContain('a000000000000001')
  const slowest = spans.filter((one) => path.has(one.id) && one.namespace === 'aws' && one.depth > 1)
  expect(slowest[0]).toMatchObject({ name: 'DynamoDB', operation: 'PutItem' })
})

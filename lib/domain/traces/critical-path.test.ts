import { expect, it } from 'vitest'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'

const span = (id: string, parentId: string | null, startMs: number, endMs: number | null) => ({
  id,
  parentId,
  startMs,
  endMs,
})

it.each([
  ['nothing', [], []],
  ['the root alone', [span('r', null, 0, 9)], ['r']],
  [
    'what finished last and what finished last before it',
    [span('r', null, 0, 100), span('a', 'r', 0, 40), span('b', 'r', 45, 95), span('beside', 'r', 50, 60)],
    ['r', 'a', 'b'],
  ],
  [
    'the slower of two that ran at once',
    [span('r', null, 0, 100), span('fast', 'r', 0, 40), span('slow', 'r', 0, 90), span('in slow', 'slow', 5, 80)],
    ['r', 'slow', 'in slow'],
  ],
  [
    'what an asynchronous call started',
    [span('r', null, 0, 10), span('other', 'r', 1, 9), span('dwell', 'r', 2, 50), span('try', 'r', 50, 90)],
    ['r', 'dwell', 'try'],
  ],
  [
    'a span that still runs',
    [span('r', null, 0, 10), span('run', 'r', 3, null), span('done', 'r', 3, 9)],
    ['r', 'run'],
  ],
])('takes %s', (_name, spans, path) => {
  expect([...criticalPath(spans)].sort()).toEqual([...path].sort())
})

it('leads to the DynamoDB call that was slow', () => {
  const { spans } = buildTree(parseSegments(sampleTrace()))
  const path = criticalPath(spans)
  expect(path).toContain('c000000000000004')
  expect(path).toContain('a000000000000001')
  const slowest = spans.filter((one) => path.has(one.id) && one.namespace === 'aws' && one.depth > 1)
  expect(slowest[0]).toMatchObject({ name: 'DynamoDB', operation: 'PutItem' })
})

import { expect, it } from 'vitest'
import { describeChange } from '@/lib/client/describe-change'
import type { FunctionChange } from '@/lib/contracts/changes'

const change = (kind: string, subject: string, before: unknown, after: unknown): FunctionChange => ({
  ...{ id: '1', atMs: 0, isStated: true, knownAfterMs: 0, noticedAtMs: 0 },
  ...{ accountId: '1', region: 'eu-west-1', functionName: 'orders', kind, subject, before, after },
})

it.each([
  [change('configuration', 'memory_mb', 128, 256), ['Memory size', '128 MB', '256 MB']],
  [change('configuration', 'timeout_s', 3, null), ['Timeout', '3 s', null]],
  [change('code', '', 'abcdefghijklmnop', 'zyxwvutsrqponm'), ['Code', 'abcdefghij', 'zyxwvutsrq']],
  [change('version', '17', null, {}), ['Version 17 published', null, null]],
  [change('environment', 'names', ['A', 'B'], ['B', 'C', 'D']), ['Environment variables', 'A', 'C, D']],
  [change('environment', 'values', null, null), ['Value of an environment variable changed', null, null]],
  [change('environment', 'values', null, ['API_KEY']), ['Value of API_KEY changed', null, null]],
  [change('environment', 'values', null, ['A', 'B']), ['Values of A, B changed', null, null]],
  [change('version', '16', {}, null), ['Version 16 deleted', null, null]],
  [
    change('alias', 'live', { weights: { '16': 0.1 } }, { weights: { '16': 0.25 } }),
    ['Alias live', '10 % to 16', '25 % to 16'],
  ],
  [change('alias', 'live', null, { version: '3', weights: {} }), ['Alias live added', null, 'version 3']],
  [
    change('scaling', '3', { max_environments: 15 }, { max_environments: 40 }),
    ['Execution environments of version 3', 'at most 15', 'at most 40'],
  ],
  [
    change('scaling', '4', null, { min_environments: 3, max_environments: null }),
    ['Execution environments of version 4 added', null, 'at least 3, at most any'],
  ],
  [change('concurrency', '', null, 0), ['Reserved concurrency', 'none', '0']],
  [
    change('mapping', 'arn:aws:sqs:eu-west-1:1:orders', { State: 'Enabled' }, { State: 'Disabled' }),
    ['Event source orders', 'State: Enabled', 'State: Disabled'],
  ],
  [change('environment', 'names', ['A'], ['A', 'B']), ['Environment variables added', null, 'B']],
  [change('environment', 'names', ['A', 'B'], ['A']), ['Environment variables removed', 'B', null]],
  [change('tags', '', { team: 'a' }, null), ['Tags', 'team: a', null]],
  [
    change('tags', '', { team: 'a', tier: '1' }, { team: 'b', tier: '1', owner: 'x' }),
    ['Tags', 'team: a', 'team: b, owner: x'],
  ],
  [
    change('configuration', 'layers', [{ arn: 'arn:aws:lambda:eu-west-1:1:layer:agent:7', codeSize: 1 }], []),
    ['Layers', 'agent:7', 'none'],
  ],
  [change('issue', 'KeyError', null, { issueId: '7', message: "'id'" }), ['First failed with KeyError', null, "'id'"]],
  [change('something-new', 'x', 1, 2), ['something-new of x', '1', '2']],
])('says %j', (given, [title, before, after]) => {
  expect(describeChange(given)).toEqual({ title, before, after })
})

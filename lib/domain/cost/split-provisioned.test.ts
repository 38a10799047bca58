import { describe, expect, it } from 'vitest'
import { type ProvisionedName, splitProvisioned, type VersionCalls } from '@/lib/domain/cost/split-provisioned'

const name = (text: string, ran: number | null, more: Partial<ProvisionedName> = {}): ProvisionedName => ({
  ...{ name: text, ran, invocations: null, executed: new Map() },
  ...more,
})
const version = (text: string, invocations: number, calledBy?: string | null): VersionCalls => ({
  ...{ version: text, invocations, calledBy },
})

describe('what ran on provisioned environments', () => {
  it.each<[string, ProvisionedName[], VersionCalls[], Record<string, [number, boolean]>]>([
    [
      'is of the one version that the alias leads to',
      [name('live', 60)],
      [version('2', 80, 'live'), version('$LATEST', 100, null)],
      { 2: [0.75, true], $LATEST: [0, true] },
    ],
    [
      'is of a version that has it by its own number',
      [name('2', 40), name('live', 50)],
      [version('2', 80, null), version('1', 50, 'live')],
      { 2: [0.5, true], 1: [1, true] },
    ],
    [
      'is told by version where CloudWatch does',
      [name('live', 50, { executed: new Map(Object.entries({ 1: 40, 2: 10 })) })],
      [version('1', 80, 'live'), version('2', 20)],
      { 1: [0.5, true], 2: [0.5, true] },
    ],
    [
      'is all of the versions of a weighted alias where nothing spilled over',
      [name('live', 100, { invocations: 100 })],
      [version('1', 90, 'live'), version('2', 10, 'live')],
      { 1: [1, true], 2: [1, true] },
    ],
    [
      'is not told of versions that share an alias from which calls spilled over',
      [name('live', 60, { invocations: 100 })],
      [version('1', 90, 'live'), version('2', 10, 'live'), version('3', 50, null)],
      { 1: [0.6, false], 2: [0.6, false], 3: [0, true] },
    ],
    [
      'may be of any version by which it is not told how it was called',
      [name('live', 10)],
      [version('1', 30), version('2', 20)],
      { 1: [0.2, false], 2: [0.2, false] },
    ],
    ['is not known while CloudWatch has not answered', [name('live', null)], [version('1', 9)], { 1: [0, false] }],
    [
      'is nothing where nothing ran',
      [name('live', 0)],
      [version('1', 9), version('2', 9)],
      { 1: [0, true], 2: [0, true] },
    ],
  ])('%s', (_title, names, versions, expected) => {
    const found = [...splitProvisioned(names, versions)].map(([key, { share, isKnown }]) => [key, [share, isKnown]])
    expect(Object.fromEntries(found)).toEqual(expected)
  })
})

import { expect, it } from 'vitest'
import {
  describeExtent,
  describePartlyRead,
  judgeExtent,
  leastExtent,
  type ReadExtent,
  sayNothing,
} from '@/lib/domain/read-extent'

const ALL: ReadExtent = { of: 40, whole: 40, share: 1 }
const PART: ReadExtent = { of: 40, whole: 12, share: 0.318 }
const NONE: ReadExtent = { of: 40, whole: 0, share: 0 }

it('says three different things of nothing: that nothing happened only of a window that is read', () => {
  expect(sayNothing('Nothing changed', ALL, 'logs')).toEqual({
    kind: 'whole',
    title: 'Nothing changed in this window',
    text: null,
  })
  expect(sayNothing('Nothing changed', PART, 'logs')).toEqual({
    kind: 'partly',
    title: 'Nothing changed in what is read',
    text: '12 of 40 log groups are read over all of this window; 31 % of it in all.',
  })
  expect(sayNothing('Nothing changed', NONE, 'logs')).toEqual({
    kind: 'unread',
    title: 'Not known yet',
    text: 'No log line of this window is read yet.',
  })
})

it.each<[string, ReadExtent, string]>([
  ['nothing to read', { of: 0, whole: 0, share: 1 }, 'whole'],
  ['nowhere to read from', { of: 0, whole: 0, share: 0 }, 'unread'],
  ['no group as a whole', { of: 2, whole: 0, share: 0.4 }, 'partly'],
  ['one group of two', { of: 2, whole: 1, share: 0.5 }, 'partly'],
  ['what is never read', { of: 2, whole: 0, share: 0, isBeyond: true }, 'beyond'],
  ['all but the newest minutes', { of: 2, whole: 2, share: 1 }, 'whole'],
])('%s is told', (_, read, kind) => {
  expect(judgeExtent(read)).toBe(kind)
})

it('never calls read what is read in part: shares are rounded down', () => {
  expect(describeExtent({ of: 1, whole: 0, share: 0.9999 }, 'traces')).toBe('99 % of this window is read.')
  expect(describeExtent({ of: 2, whole: 0, share: 0.02 }, 'inventory')).toMatch(/since the first look.*: 2 % of/)
  expect(describeExtent({ of: 1, whole: 0, share: 0.0001 }, 'metrics')).toBe('less than 1 % of this window is read.')
})

it('says that changes of refused details are not known, however long the functions are looked at', () => {
  const refused = { of: 2, whole: 1, share: 1 }
  expect(sayNothing('Nothing changed', refused, 'inventory')).toMatchObject({
    ...{ kind: 'partly', title: 'Nothing changed in what is read' },
    text: expect.stringContaining('may not be read'),
  })
})

it('of several sources takes the one that is read least', () => {
  expect(leastExtent(ALL, PART)).toBe(PART)
  expect(leastExtent(PART, { of: 2, whole: 2, share: 1 })).toBe(PART)
  expect(leastExtent(NONE, PART, ALL)).toBe(NONE)
})

const REFUSAL = {
  operation: 'FilterLogEvents',
  iamAction: 'logs:FilterLogEvents',
  places: [{ accountId: '111122223333', region: 'eu-west-1' }],
}
const REFUSED =
  'AWS refuses FilterLogEvents in eu-west-1 of 111122223333. Allow logs:FilterLogEvents to the role that Lambdascope uses.'

it('never calls refused what is only not read yet, nor the reverse: a refusal names its IAM action', () => {
  expect(sayNothing('Nothing changed', { ...NONE, refusal: REFUSAL }, 'logs')).toEqual({
    kind: 'refused',
    title: 'Not known: the reading is refused',
    text: REFUSED,
  })
  expect(describeExtent({ ...PART, refusal: REFUSAL }, 'logs')).toBe(
    `12 of 40 log groups are read over all of this window; 31 % of it in all. ${REFUSED}`,
  )
  expect(describeExtent({ ...ALL, refusal: REFUSAL }, 'logs')).toBeNull()
  expect(describePartlyRead(REFUSAL)).toContain(REFUSED)
  expect(describePartlyRead(REFUSAL)).not.toContain('yet')
  expect(describePartlyRead(null)).toContain('not read yet')
})

it('promises nothing of a window that is never read: the pull begins later, or the first look at the functions came later', () => {
  const beyond = { ...NONE, isBeyond: true }
  expect(sayNothing('Nothing changed', beyond, 'logs')).toEqual({
    kind: 'beyond',
    title: 'Not known',
    text: expect.stringContaining('LAMBDASCOPE_BACKFILL'),
  })
  for (const source of ['metrics', 'logs', 'traces', 'inventory'] as const) {
    expect(describeExtent(beyond, source)).not.toMatch(/\byet\b/)
  }
  // What is allowed is then read no further back.
  expect(judgeExtent({ ...beyond, refusal: REFUSAL })).toBe('beyond')
})

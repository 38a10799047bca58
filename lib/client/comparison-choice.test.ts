import { expect, it } from 'vitest'
import { comparisonRequest, readComparison, windowParam } from '@/lib/client/comparison-choice'

const RANGE = { fromMs: 1_000_000_000, toMs: 1_003_600_000 }
const PAIR = { first: '7', second: '8' }
const read = (query: string) => readComparison(new URLSearchParams(query), RANGE, PAIR)
const request = (query: string) => comparisonRequest(read(query), 0)

it('compares the pair over the range of the page unless it is told otherwise', () => {
  expect(request('')).toEqual({
    ...PAIR,
    ...{ firstFrom: RANGE.fromMs, firstTo: RANGE.toMs, secondFrom: RANGE.fromMs, secondTo: RANGE.toMs },
  })
  expect(request('first=*&second=live')).toMatchObject({ second: 'live' })
  expect(request('first=*')).not.toHaveProperty('first')
  expect(request('first=live&second=live')).toMatchObject({ firstTo: RANGE.fromMs, secondFrom: RANGE.fromMs })
})

it('takes windows beside the range', () => {
  expect(request('firstWindow=before')).toMatchObject({ firstFrom: 996_400_000, firstTo: RANGE.fromMs })
  expect(request('secondWindow=day')).toMatchObject({ secondFrom: RANGE.fromMs - 86_400_000 })
  expect(request('firstWindow=week')).toMatchObject({ firstTo: RANGE.toMs - 7 * 86_400_000 })
  expect(request('firstWindow=5-9')).toMatchObject({ firstFrom: 5, firstTo: 9 })
  for (const nonsense of ['9-5', '5', 'x-y', '5-9-13', '']) {
    expect(request(`firstWindow=${nonsense}`)).toMatchObject({ firstFrom: RANGE.fromMs })
  }
})

it('writes what it reads', () => {
  for (const text of ['before', 'day', 'week', '5-9']) {
    expect(windowParam(read(`firstWindow=${text}`).first.window)).toBe(text)
  }
  expect(windowParam('same')).toBeNull()
})

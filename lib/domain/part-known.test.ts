import { expect, it } from 'vitest'
import { describeKnown, isEnough, isNearlyAll } from '@/lib/domain/part-known'

it.each<[number, number, boolean, boolean, string | null]>([
  [0, 0, false, false, 'not read yet'],
  [0, 40, false, false, 'not read yet'],
  [1, 40, false, false, '1 of 40 functions known'],
  [20, 40, true, false, '20 of 40 functions known'],
  [37, 40, true, false, '37 of 40 functions known'],
  [38, 40, true, true, null],
  [40, 40, true, true, null],
])('%i of %i known', (known, all, enough, nearlyAll, words) => {
  expect([isEnough(known, all), isNearlyAll(known, all), describeKnown(known, all)]).toEqual([enough, nearlyAll, words])
})

import { expect, it } from 'vitest'
import { cutQueried } from '@/lib/sync/steps/cut-queried'

const event = (atMs: number) => ({ eventId: String(atMs), streamName: 's', atMs, ingestedAtMs: atMs, message: '' })
const cut = (toMs: number, times: readonly number[], isCut: boolean) =>
  cutQueried({ fromMs: 0, toMs }, { events: times.map(event), isCut }, 2).map(({ window, events, isWhole }) => {
    return [window.fromMs, window.toMs, events.map(({ atMs }) => atMs), isWhole]
  })

it('stores an answer in parts of whole seconds that cover the window without a gap', () => {
  expect(cut(5000, [100, 900, 950, 1500, 1600, 3100], false)).toEqual([
    [0, 1000, [100, 900, 950], true],
    [1000, 3000, [1500, 1600], true],
    [3000, 5000, [3100], true],
  ])
  expect(cut(5000, [], false)).toEqual([[0, 5000, [], true]])
})

it('leaves out the second at which an answer was cut', () => {
  expect(cut(5000, [100, 1200, 2300, 2400], true)).toEqual([[0, 2000, [100, 1200], true]])
  expect(cut(5000, [100, 200], true)).toEqual([])
})

it('says of a single second that was cut that it is not whole', () => {
  expect(cut(1000, [100, 200], true)).toEqual([[0, 1000, [100, 200], false]])
})

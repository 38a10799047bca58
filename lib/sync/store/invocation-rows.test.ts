import { expect, it } from 'vitest'
import { keysOfRequest } from '@/lib/domain/invocation-id'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { invocationRow } from '@/lib/sync/store/invocation-rows'

const FIRST = '8541abe2-42c3-4995-bc07-774fb43f06c6'
const SECOND = 'e7d6c57c-1f61-4924-8fcb-a6c519c7c5b2'
const CONTEXT = {
  group: { id: 1, accountRegionId: 1, name: '/aws/lambda/orders' },
  owners: { byName: new Map([['orders', 1]]), soleFunctionId: 1 },
  groupKey: 'orders',
}
const STREAM = { id: 1, name: '2026/11/27/[42]82264823855e964e0b5b4935dedcf508', functionId: 1, version: '42' }
const START = (id: string) => `START RequestId: ${id} Version: 42\n`
const REPORT = (id: string) =>
  `REPORT RequestId: ${id}\tDuration: 47.07 ms\tBilled Duration: 48 ms\tMemory Size: 512 MB\n`

function keysOf(events: readonly (readonly [atMs: number, message: string])[]): string[] {
  const lines = events.map(([atMs, message]) => ({ atMs, eventId: String(atMs), line: parseLogLine(message) }))
  return foldStream(lines).map((folded) => Buffer.from(invocationRow(CONTEXT, STREAM, folded).key).toString('hex'))
}

it('keeps the part of the request whether the START was read or not, and no other request has it', () => {
  const [early = ''] = keysOf([[1048, REPORT(FIRST)]])
  const [late = '', other = ''] = keysOf([
    [1000, START(FIRST)],
    [1048, REPORT(FIRST)],
    [2000, START(SECOND)],
  ])
  expect(early).not.toBe(late)
  expect(keysOfRequest(early)).toEqual(keysOfRequest(late))
  expect(keysOfRequest(other)).not.toEqual(keysOfRequest(late))
})

it('tells attempts at one request apart', () => {
  const [first = '', retry = ''] = keysOf([
    [1000, START(FIRST)],
    [1048, REPORT(FIRST)],
    [61_000, START(FIRST)],
  ])
  expect(retry).not.toBe(first)
  expect(keysOfRequest(retry)).toEqual(keysOfRequest(first))
})

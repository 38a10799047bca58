import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invocationId } from '@/lib/domain/invocation-id'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  requestIdOf,
  type SeededFunction,
  seedFunction,
  seedInvocations,
  seedLines,
  seedPartitions,
  seedPlace,
  seedStream,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let fn: SeededFunction
const keyOf = (index: number) => index.toString(16).padStart(16, '0')
const messagesOf = async (atMs: number, index: number) =>
  (await getInvocation(db, invocationId(atMs, keyOf(index)))).lines.map((line) => line.message)

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  fn = await seedFunction(db, await seedPlace(db), 'chatty')
  const stream = await seedStream(db, fn, 'environment')
  const interleaved = await seedStream(db, fn, 'interleaved')
  await seedInvocations(db, fn, [
    { streamId: stream, requestId: requestIdOf(1), atMs: T0, durationMs: 1000, coldStart: true, initMs: 300 },
    { streamId: stream, requestId: requestIdOf(2), atMs: T0 + 5000, durationMs: 1000 },
    { streamId: stream, requestId: requestIdOf(1), atMs: T0 + 60_000, durationMs: 1000, result: 'error' },
    { streamId: interleaved, requestId: requestIdOf(3), atMs: T0, durationMs: 1000 },
    { streamId: interleaved, requestId: requestIdOf(4), atMs: T0 + 500, durationMs: 1000 },
  ])
  await seedLines(db, fn, stream, [
    { atMs: T0 - 310, message: 'INIT_START' },
    { atMs: T0 - 100, message: 'loading' },
    { atMs: T0, message: 'START a', requestId: requestIdOf(1) },
    { atMs: T0 + 10, message: 'plain output of a' },
    { atMs: T0 + 20, message: 'logged by a', requestId: requestIdOf(1), level: 'info' },
    { atMs: T0 + 1000, message: 'END a', requestId: requestIdOf(1) },
    { atMs: T0 + 1000, message: 'REPORT a', requestId: requestIdOf(1) },
    { atMs: T0 + 1400, message: 'crash of a' },
    { atMs: T0 + 5000, message: 'START b', requestId: requestIdOf(2) },
    { atMs: T0 + 5100, message: 'Traceback of b' },
    { atMs: T0 + 6000, message: 'REPORT b', requestId: requestIdOf(2) },
    { atMs: T0 + 6001, message: 'late line of a', requestId: requestIdOf(1) },
    { atMs: T0 + 60_000, message: 'START a again', requestId: requestIdOf(1) },
    { atMs: T0 + 60_500, message: 'Traceback of a again' },
    { atMs: T0 + 61_000, message: 'REPORT a again', requestId: requestIdOf(1) },
  ])
  await seedLines(db, { ...fn, groupId: (await seedFunction(db, fn.place, 'other')).groupId }, interleaved, [
    { atMs: T0, message: 'START c', requestId: requestIdOf(3) },
    { atMs: T0 + 500, message: 'START d', requestId: requestIdOf(4) },
    { atMs: T0 + 600, message: 'whose is this' },
    { atMs: T0 + 1000, message: 'REPORT c', requestId: requestIdOf(3) },
    { atMs: T0 + 1500, message: 'REPORT d', requestId: requestIdOf(4) },
  ])
})
afterAll(() => db.close())

describe('getInvocation', () => {
  it('has the lines of the init phase of a cold start, its own and the last words, in order', async () => {
    expect(await messagesOf(T0, 0)).toEqual([
      ...['INIT_START', 'loading', 'START a', 'plain output of a', 'logged by a', 'END a', 'REPORT a', 'crash of a'],
      'late line of a',
    ])
  })

  it('has the traceback that names no request', async () => {
    expect(await messagesOf(T0 + 5000, 1)).toEqual(['START b', 'Traceback of b', 'REPORT b'])
  })

  it('tells two attempts of one request apart', async () => {
    expect(await messagesOf(T0 + 60_000, 2)).toEqual(['START a again', 'Traceback of a again', 'REPORT a again'])
  })

  it('finds an attempt by the ID that it had before its START was read', async () => {
    const formerly = (atMs: number, request: string) => getInvocation(db, invocationId(atMs, `${request}abcdef`))
    expect((await formerly(T0 + 5003, keyOf(1).slice(0, 10))).id).toBe(invocationId(T0 + 5000, keyOf(1)))
    await expect(formerly(T0 + 5003, '00000000ff')).rejects.toThrow('No invocation')
    await expect(formerly(T0 + 3_600_000, keyOf(1).slice(0, 10))).rejects.toThrow('No invocation')
  })

  it('goes by request IDs alone where requests interleave', async () => {
    expect(await messagesOf(T0, 3)).toEqual(['START c', 'REPORT c'])
    expect(await messagesOf(T0 + 500, 4)).toEqual(['START d', 'REPORT d'])
  })

  it('has what ran beside it in its environment, and every attempt at its request', async () => {
    const ids = [0, 1, 2].map((index) => invocationId([T0, T0 + 5000, T0 + 60_000][index] ?? 0, keyOf(index)))
    const { environment, attempts, hasEarlier, hasLater } = await getInvocation(db, ids[1] ?? '')
    expect(environment.map(({ id, initMs }) => [id, initMs])).toEqual([
      [ids[0], 300],
      [ids[1], null],
      [ids[2], null],
    ])
    expect([hasEarlier, hasLater, attempts.map(({ id }) => id)]).toEqual([false, false, [ids[1]]])
    const again = await getInvocation(db, ids[2] ?? '')
    expect(again.attempts.map(({ id, result }) => [id, result])).toEqual([
      [ids[0], 'success'],
      [ids[2], 'error'],
    ])
  })

  it('says where it is from and what it cost', async () => {
    const invocation = await getInvocation(db, invocationId(T0, keyOf(0)))
    expect(invocation).toMatchObject({
      functionName: 'chatty',
      logGroup: '/aws/lambda/chatty',
      logStream: 'environment',
      linesTruncated: false,
    })
    expect(invocation.costUsd).toBeCloseTo(1 * 0.0000166667 + 0.2e-6, 12)
  })

  it('refuses what is no ID and does not find what is not there', async () => {
    await expect(getInvocation(db, 'nonsense')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(getInvocation(db, invocationId(T0, 'f'.repeat(16)))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type QueriedPage, readLogQuery } from '@/lib/sync/aws/get-query-results'
import { type Answer, type AnsweringAws, openTestAws, startAnsweringAws } from '@/lib/sync/aws/testing/answering-aws'

const AT = '2026-11-20 15:30:00.00'
const FORGOTTEN: Answer = { __type: 'InvalidParameterException', message: 'The specified nextToken is invalid.' }
let aws: AnsweringAws
let asked: Record<string, unknown>[]
/** Where the next answer that carries a token is refused it. */
let forgets: boolean

const row = (message: string, millisecond: number) => [
  { field: '@timestamp', value: `${AT}${millisecond}` },
  { field: '@logStream', value: 's' },
  { field: '@message', value: message },
]
const LINES = [
  row('a', 1),
  row('b', 2),
  row('b', 2),
  row('b', 2),
  [{ field: '@message', value: 'of no stream' }],
  row('b', 3),
]

beforeAll(async () => {
  aws = await startAnsweringAws(({ input }) => {
    asked.push(input)
    const from = Number(input.nextToken ?? 0)
    if (from > 0 && forgets) {
      forgets = false
      return FORGOTTEN
    }
    const to = from + Number(input.maxItems)
    const nextToken = to < LINES.length ? String(to) : undefined
    return { status: 'Complete', results: LINES.slice(from, to), nextToken }
  })
})

beforeEach(() => {
  asked = []
  forgets = false
})

afterAll(() => aws.close())

async function readAll(maxItems: number): Promise<QueriedPage[]> {
  const pages: QueriedPage[] = []
  for await (const page of readLogQuery(openTestAws({ clients: aws.clients }), 'q', maxItems)) pages.push(page)
  return pages
}

it('reads an answer page by page, and gives a line the same ID however the pages are cut', async () => {
  const whole = await readAll(10_000)
  expect(whole.map(({ rows, isLast }) => [rows, isLast])).toEqual([[6, true]])
  const ids = whole.flatMap(({ events }) => events.map(({ eventId }) => eventId))
  expect(ids).toHaveLength(5)
  expect(new Set(ids).size).toBe(5)
  for (const size of [1, 2, 3, 4]) {
    const pages = await readAll(size)
    expect(pages.length).toBe(Math.ceil(6 / size))
    expect(pages.at(-1)).toMatchObject({ rows: 6, isLast: true })
    expect(pages.flatMap(({ events }) => events.map(({ eventId }) => eventId))).toEqual(ids)
  }
  expect(asked.at(-1)).toEqual({ queryId: 'q', maxItems: 4, nextToken: '4' })
})

it('counts anew when AWS has forgotten its page token and the pages begin again', async () => {
  forgets = true
  const pages = await readAll(4)
  expect(pages.map(({ rows, isLast }) => [rows, isLast])).toEqual([
    [4, false],
    [4, false],
    [6, true],
  ])
  expect(pages[1]).toEqual({ ...pages[0] })
})

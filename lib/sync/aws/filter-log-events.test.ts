import { afterAll, beforeAll, expect, it } from 'vitest'
import { filterLogEvents } from '@/lib/sync/aws/filter-log-events'
import { type AnsweringAws, openTestAws, startAnsweringAws } from '@/lib/sync/aws/testing/answering-aws'

const WINDOW = { fromMs: 1_000, toMs: 2_000 }
let aws: AnsweringAws
let asked: Record<string, unknown> = {}

beforeAll(async () => {
  aws = await startAnsweringAws(({ input }) => {
    asked = input
    const events = [999, 1_000, 1_999, 2_000].map((timestamp) => ({
      ...{ timestamp, eventId: String(timestamp), logStreamName: 's', message: `at ${timestamp}` },
    }))
    return { events }
  })
})

afterAll(() => aws.close())

it('asks for a window with both ends included, and leaves out what was not asked for', async () => {
  const pages: number[][] = []
  for await (const { events } of filterLogEvents(openTestAws({ clients: aws.clients }), 'g', WINDOW))
    pages.push(events.map(({ atMs }) => atMs))
  expect(asked).toMatchObject({ startTime: 1_000, endTime: 1_999 })
  expect(pages).toEqual([[1_000, 1_999]])
})

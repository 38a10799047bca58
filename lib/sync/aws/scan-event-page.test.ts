import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanEventPage } from '@/lib/sync/aws/scan-event-page'

type Event = { eventId: string; ingestionTime: number; logStreamName: string; message: string; timestamp: number }

const EVENT: Event = {
  eventId: '37',
  ingestionTime: 9,
  logStreamName: '2026/11/26/[7]a1',
  message: '\t"a" \\ é/😀\n',
  timestamp: 1_795_000_000_123,
}
const BODY = JSON.stringify({ events: [EVENT, { ...EVENT, eventId: '38', timestamp: 0 }], nextToken: 'more' })

function scan(body: string | Buffer) {
  const page = scanEventPage(Buffer.from(body))
  if (page === null) return null
  const events = page.events.map(({ eventId, streamName, atMs, message }) => ({ eventId, streamName, atMs, message }))
  return { events, nextToken: page.nextToken }
}

/** What JSON.parse makes of the same body. */
function parse(body: string) {
  const { events, nextToken }: { events: Event[]; nextToken?: unknown } = JSON.parse(body)
  return {
    events: events.map(({ eventId, logStreamName, timestamp, message }) => ({
      eventId,
      streamName: logStreamName,
      atMs: timestamp,
      message,
    })),
    nextToken,
  }
}

describe('scanEventPage', () => {
  it('reads what AWS writes, in any order of its fields', () => {
    expect(scan(BODY)).toEqual(parse(BODY))
    const { timestamp, message, eventId, ...rest } = EVENT
    const mixed = `{"searchedLogStreams":[],${JSON.stringify({ nextToken: null, events: [{ timestamp, ...rest, message, eventId }] }).slice(1)}`
    expect(scan(mixed)).toEqual(parse(mixed))
    expect(scan('{"events":[]}')).toEqual({ events: [], nextToken: undefined })
  })

  it('tells streams apart whose names have the same hash', () => {
    const names = ['Aa', 'BB', 'Aa', 'BB', 'AaBB']
    const body = JSON.stringify({ events: names.map((logStreamName) => ({ ...EVENT, logStreamName })) })
    expect(scan(body)?.events.map(({ streamName }) => streamName)).toEqual(names)
  })

  it('says how many bytes a message has', () => {
    const page = scanEventPage(Buffer.from(BODY))
    expect(page?.events[0]?.messageBytes).toBe(Buffer.byteLength(EVENT.message))
  })

  it.each([
    ['white space', BODY.replace('"timestamp":', '"timestamp": ')],
    ['an escape of four digits', BODY.replace('é', '\\u00e9')],
    ['a field that AWS does not send', BODY.replace('"eventId"', '"other":1,"eventId"')],
    ['a field that comes twice', BODY.replace('{"eventId":"37"', '{"eventId":"1","eventId":"37"')],
    ['a field that is absent', BODY.replace('"eventId":"37",', '')],
    ['a number with a part', BODY.replace('123}', '123.5}')],
    ['a number beyond what is exact', BODY.replace('123}', '1234567890}')],
    ['a number with a zero before it', BODY.replace(':1795', ':01795')],
    ['a list that stands somewhere inside', `{"page":${BODY}}`],
    ['two lists', BODY.replace('"nextToken"', '"events":[],"nextToken"')],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(BODY.slice(0, 60)), Buffer.of(0xff), Buffer.from('"}')])],
    ['an answer without events', '{}'],
  ])('leaves %s to JSON.parse', (_, body) => {
    expect(scan(body)).toBeNull()
  })

  it('answers what JSON.parse would, or nothing, whatever the page and wherever it is broken', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string())
    const number = fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.double())
    const event = fc.record({
      eventId: text,
      ingestionTime: number,
      logStreamName: text,
      message: text,
      timestamp: fc.nat(),
    })
    const page = fc.record({
      events: fc.array(event, { maxLength: 4 }),
      nextToken: fc.option(text, { nil: undefined }),
    })
    const breach = fc.record({
      at: fc.nat(),
      cut: fc.nat(3),
      put: fc.constantFrom('', '"', ',', '{', '}', ']', '\\', ' ', '0', 'é'),
    })
    fc.assert(
      fc.property(page, fc.option(breach, { nil: null }), (whole, change) => {
        const body = JSON.stringify(whole)
        const at = change === null ? 0 : change.at % body.length
        const broken = change === null ? body : body.slice(0, at) + change.put + body.slice(at + change.cut)
        // As it comes over a wire, where half of a surrogate pair is no text.
        const changed = Buffer.from(broken).toString()
        const [scanned, parsed] = [scan, parse].map((read) => {
          try {
            return read(changed)
          } catch {
            return null
          }
        })
        if (scanned !== null) expect(scanned).toEqual(parsed)
      }),
      { numRuns: 3_000 },
    )
  })
})

import { isAscii } from 'node:buffer'
import type { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { storableText } from '@/lib/domain/storable-text'
import { numberOf, recordOf } from '@/lib/sync/aws/parse-values'
import { scanEventPage } from '@/lib/sync/aws/scan-event-page'

export type LogEventRecord = {
  eventId: string
  streamName: string
  atMs: number
  message: string
  /** How many bytes the message has, where that is known without reading it. */
  messageBytes?: number
}
/** events null: the answer lacks what AWS always sends. */
export type EventPage = { events: LogEventRecord[] | null; nextToken: unknown }

type Body = AsyncIterable<Uint8Array>

/**
 * Reads the answer of one FilterLogEvents call itself, right behind the SDK's HTTP handler: what the SDK does for any
 * shape takes three times as long for the ten thousand events of a page, and as many copies of them. Signing, endpoints,
 * retries and every answer but one of status 200 stay with the SDK. The page is there once the command was sent.
 */
export function readEventPage(command: FilterLogEventsCommand): () => EventPage {
  let page: EventPage = { events: null, nextToken: undefined }
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = recordOf(result.response)
      if (response === null || response.statusCode !== 200) return result
      try {
        const bytes = await readBytes(bodyOf(response))
        page = scanEventPage(bytes) ?? parsePage(bytes)
      } catch (error) {
        // As the SDK does, so that an answer that broke off is told from one that never came.
        if (error instanceof Error) Object.assign(error, { $metadata: { httpStatusCode: 200 } })
        throw error
      }
      return { ...result, response: { ...response, body: new TextEncoder().encode('{}') } }
    },
    { step: 'deserialize', name: 'readEventPage', priority: 'low' },
  )
  return () => page
}

/** The SDK's Node.js handler answers with a stream. */
function bodyOf(response: Readonly<Record<string, unknown>>): Body {
  return response.body as Body
}

async function readBytes(body: Body): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Throws SyntaxError for what is no JSON. Text is made storable; the encoder of rows sees to messages. */
function parsePage(bytes: Buffer): EventPage {
  const isPlain = isAscii(bytes)
  const text = bytes.toString(isPlain ? 'latin1' : 'utf8')
  const answer = recordOf(JSON.parse(text))
  const nextToken = answer?.nextToken
  if (!Array.isArray(answer?.events)) return { events: null, nextToken }
  // Nothing but an escape can bring what cannot be stored into a page of ASCII.
  const clean = isPlain && !text.includes('\\u') ? (part: string) => part : storableText
  const events: LogEventRecord[] = []
  const names = new Map<string, string>()
  for (const item of answer.events) {
    const event = parseEvent(recordOf(item) ?? {}, clean)
    if (event === null) return { events: null, nextToken }
    // The parser makes each name anew: with one of each, a page takes a tenth less while it waits.
    const name = names.get(event.streamName)
    if (name === undefined) names.set(event.streamName, event.streamName)
    else event.streamName = name
    events.push(event)
  }
  return { events, nextToken }
}

function parseEvent(item: Readonly<Record<string, unknown>>, clean: (text: string) => string): LogEventRecord | null {
  const { eventId, logStreamName, message } = item
  const atMs = numberOf(item.timestamp)
  if (typeof eventId !== 'string' || typeof logStreamName !== 'string' || typeof message !== 'string' || atMs === null)
    return null
  // Rows hold whole milliseconds: a part of one would pass for another moment when the line is read again.
  return { eventId: clean(eventId), streamName: clean(logStreamName), atMs: Math.round(atMs), message: clean(message) }
}

import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import type { LogEvent } from '@/simulator/fleet/types'
import { ServiceError } from '@/simulator/wire/service-error'

/** What a query of the supported kind asks for. */
export type InsightsQuery = { fields: readonly string[]; ascending: boolean; limit: number }

export type InsightsAnswer = { rows: ResultField[][]; recordsScanned: number; bytesScanned: number }

const defaultLimit = 10_000
const readable = new Map<string, (event: LogEvent) => string>([
  ['@timestamp', (event) => timeText(event.atMs)],
  ['@ingestionTime', (event) => timeText(event.ingestionMs)],
  ['@message', (event) => event.message],
  ['@logStream', (event) => event.streamName],
])

function timeText(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')
}

function malformed(text: string): ServiceError {
  return new ServiceError('MalformedQueryException', `unexpected symbol found in ${text}`)
}

/** Lines that begin with # are comments. */
function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#'))
    .join('\n')
}

/** Reads `fields … | sort @timestamp asc|desc | limit n`; anything else is refused as AWS refuses what it cannot parse. */
export function parseInsightsQuery(text: string, limit: number | undefined): InsightsQuery {
  const query = { fields: ['@timestamp', '@message'], ascending: false, limit: limit ?? defaultLimit }
  for (const command of withoutComments(text)
    .split('|')
    .map((part) => part.trim())) {
    const [, fields] = /^fields\s+(.+)$/.exec(command) ?? []
    const [, direction] = /^sort\s+@timestamp(?:\s+(asc|desc))?$/.exec(command) ?? []
    const [, most] = /^limit\s+(\d+)$/.exec(command) ?? []
    if (fields !== undefined) query.fields = fields.split(/\s*,\s*/)
    else if (command.startsWith('sort ') && /^sort\s+@timestamp/.test(command)) query.ascending = direction === 'asc'
    else if (most !== undefined) query.limit = Number(most)
    else throw malformed(command)
  }
  for (const field of query.fields) if (field !== '@ptr' && !readable.has(field)) throw malformed(field)
  if (query.limit < 1 || query.limit > 100_000) throw malformed('limit')
  return query
}

/** Runs a query over the events of its window: every one of them is scanned and paid for, however few come back. */
export function runInsightsQuery(query: InsightsQuery, events: Iterable<LogEvent>): InsightsAnswer {
  const found = [...events]
  const bytesScanned = found.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0)
  const sorted = query.ascending ? found : [...found].reverse()
  const rows = sorted.slice(0, query.limit).map((event) => {
    const row = query.fields
      .filter((field) => field !== '@ptr')
      .map((field) => ({ field, value: readable.get(field)?.(event) ?? '' }))
    return [...row, { field: '@ptr', value: Buffer.from(event.eventId).toString('base64') }]
  })
  return { rows, recordsScanned: found.length, bytesScanned }
}

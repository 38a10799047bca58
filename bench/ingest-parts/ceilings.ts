import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import pg from 'pg'
import { groupName, preparePages } from '@/bench/ingest-parts/make-pages'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { attemptGate, createClients } from '@/lib/sync/aws/clients'

/*
 * What two stages reach alone, in a process of their own. Arguments: pages to take, end of the pages' time.
 * sdk: the AWS SDK's own answer for the same pages, and nothing done with it. copy: the same lines, encoded before, into a
 * staging table and from there into a keyed table of the shape of log_event, a transaction a page.
 */
const [pages = 1, endMs = 0] = process.argv.slice(2).map(Number)

async function measureSdk(): Promise<number> {
  const { logs, destroy } = createClients('us-east-1')
  let events = 0
  let token: string | undefined
  let startedAt = 0
  for (let page = -5; page < pages; page += 1) {
    // The first pages warm the compiler and the connection.
    if (page === 0) [events, startedAt] = [0, performance.now()]
    const command = new FilterLogEventsCommand({ logGroupName: groupName(0), startTime: 0, nextToken: token })
    const answer = await attemptGate.run(
      async () => async () => undefined,
      () => logs.send(command),
    )
    events += answer.events?.length ?? 0
    token = answer.nextToken
  }
  const perSecond = events / ((performance.now() - startedAt) / 1000)
  destroy()
  return perSecond
}

async function measureCopy(): Promise<number> {
  const client = new pg.Client(process.env.DATABASE_URL)
  await client.connect()
  await client.query(`
    CREATE TABLE bench_line (LIKE log_event, PRIMARY KEY (stream_id, at, event_id));
    CREATE TEMP TABLE stage (LIKE log_event) ON COMMIT DELETE ROWS`)
  let events = 0
  let ms = 0
  for (const body of preparePages(99, pages * 5_000, endMs).bodies.slice(0, pages)) {
    const rows = encode(body)
    const startedAt = performance.now()
    await client.query('BEGIN')
    await copyRows(client, 'stage', rows)
    await client.query('INSERT INTO bench_line SELECT * FROM stage ON CONFLICT DO NOTHING')
    await client.query('COMMIT')
    ms += performance.now() - startedAt
    events += rows.rows
  }
  await client.query('DROP TABLE bench_line')
  await client.end()
  return events / (ms / 1000)
}

function encode(body: Buffer): BinaryCopyEncoder {
  type Event = { eventId: string; logStreamName: string; message: string; timestamp: number }
  const { events } = JSON.parse(body.toString('utf8')) as { events: Event[] }
  const rows = new BinaryCopyEncoder(8)
  for (const { eventId, logStreamName, message, timestamp } of events) {
    const { level, requestId } = parseLogLine(message)
    rows.row()
    rows.timestamptz(timestamp)
    rows.int4(1)
    rows.int4(Number.parseInt(logStreamName.slice(-4), 16))
    rows.int2(codeOfLevel(level))
    rows.bool(isPlatformLine(message))
    rows.uuid(requestId)
    rows.bytea(packEventId(eventId, timestamp))
    rows.text(message)
  }
  return rows
}

console.log(`DONE ${JSON.stringify({ sdk: await measureSdk(), copy: await measureCopy() })}`)
process.exit(0)

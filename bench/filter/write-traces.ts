import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type MadeTrace, makeTraces } from '@/bench/filter/make-traces'

const COLUMNS = `trace (account_region_id, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle, is_partial,
  revision, entry_point, http_method, http_url, http_status, function_names, facts, terms, complete, documents_revision, span_count)`
const LINES_AT_ONCE = 500

/** Writes traces as the pull stores them, but for their documents. The index of terms is built when all are there. */
export async function writeTraces(client: pg.Client, count: number, fromMs: number, toMs: number): Promise<void> {
  await client.query('DROP INDEX trace_terms_idx')
  await pipeline(
    Readable.from(linesOf(makeTraces(count, fromMs, toMs))),
    client.query(copyFrom(`COPY ${COLUMNS} FROM STDIN`)),
  )
  await client.query('CREATE INDEX trace_terms_idx ON trace USING GIN (terms) WITH (fastupdate = off)')
}

function* linesOf(traces: Iterable<MadeTrace>): Generator<string> {
  let lines = ''
  let held = 0
  for (const trace of traces) {
    lines += lineOf(trace)
    held += 1
    if (held < LINES_AT_ONCE) continue
    yield lines
    lines = ''
    held = 0
  }
  yield lines
}

function lineOf({ id, startMs, summary, durationMs, url, factsJson, terms }: MadeTrace): string {
  const { hasError, hasFault, hasThrottle, entryPoint, httpMethod, httpStatus, functions, spanCount } = summary
  const values = [
    1,
    id,
    new Date(startMs).toISOString(),
    durationMs,
    durationMs,
    hasError,
    hasFault,
    hasThrottle,
    false,
    1,
  ]
  const more = [entryPoint, httpMethod, url, httpStatus, `{${functions.join(',')}}`, factsJson, `{${terms.join(',')}}`]
  return `${[...values, ...more, true, 1, spanCount].map(escaped).join('\t')}\n`
}

function escaped(value: unknown): string {
  return value === null
    ? '\\N'
    : String(value).replace(/[\\\t\n]/g, (one) => (one === '\\' ? '\\\\' : one === '\t' ? '\\t' : '\\n'))
}

import type pg from 'pg'
import { objectOf } from '@/lib/domain/json-value'
import { annotationFact } from '@/lib/domain/traces/facts/annotation-facts'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import type { TraceRowFacts } from '@/lib/domain/traces/facts/terms'
import type { TraceFacts } from '@/lib/domain/traces/facts/trace-facts'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { selectRows } from '@/lib/server/db'
import { holdTraces } from '@/lib/sync/store/hold-traces'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readAccountId } from '@/lib/sync/store/read-account-id'

type Unfilled = TraceRowFacts & { id: string; startedAt: Date; annotations: unknown; body: Buffer | null }

const AT_ONCE = 200
const UNFILLED = `
  SELECT t.id, t.started_at AS "startedAt", t.has_error AS "hasError", t.has_fault AS "hasFault",
    t.has_throttle AS "hasThrottle", t.is_partial AS "isPartial", t.duration_ms AS "durationMs",
    t.response_ms AS "responseMs", t.entry_point AS "entryPoint", t.http_method AS "httpMethod", t.http_url AS "httpUrl",
    t.http_status AS "httpStatus", t.annotations, d.body
  FROM (
    SELECT * FROM trace WHERE account_region_id = $1 AND terms IS NULL ORDER BY started_at DESC LIMIT ${AT_ONCE}
  ) t LEFT JOIN trace_documents d ON d.trace_id = t.id AND d.account_region_id = $1`
const FILL = `
  UPDATE trace t SET facts = r.facts, terms = r.terms
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, started_at timestamptz, facts jsonb, terms int4[])
  WHERE t.account_region_id = $1 AND t.id = r.id AND t.started_at = r.started_at AND t.terms IS NULL`

/**
 * Gives some traces of an account-region that were stored by an earlier version what filters ask of them, newest first.
 * Returns how many: fewer than it takes at once when no more are left.
 */
export async function fillTraceFacts(
  client: pg.ClientBase,
  accountRegionId: number,
): Promise<{ filled: number; isMore: boolean }> {
  return inTransaction(client, async () => {
    const found = await selectRows<{ any: boolean }>(
      client,
      'SELECT EXISTS (SELECT FROM trace WHERE account_region_id = $1 AND terms IS NULL) AS any',
      [accountRegionId],
    )
    if (found[0]?.any !== true) return { filled: 0, isMore: false }
    await holdTraces(client, accountRegionId, [])
    const accountId = await readAccountId(client, accountRegionId)
    const traces = await selectRows<Unfilled>(client, UNFILLED, [accountRegionId])
    const rows = traces.map(({ id, startedAt, annotations, body, ...row }) => {
      const facts =
        body === null
          ? factsOfAnnotations(annotations)
          : readTraceFacts(parseSegments(unpackDocuments(body)), accountId)
      return { id, started_at: startedAt.toISOString(), ...indexTrace(row, facts) }
    })
    await client.query(FILL, [accountRegionId, JSON.stringify(rows)])
    return { filled: traces.length, isMore: traces.length === AT_ONCE }
  })
}

/** Of a trace without documents its annotations are known. */
function factsOfAnnotations(annotations: unknown): TraceFacts {
  const known = Object.entries(objectOf(annotations) ?? {}).map(([key, value]) => annotationFact(key, value))
  const values = known.filter((fact) => fact !== null)
  return values.length === 0 ? {} : { k: values }
}

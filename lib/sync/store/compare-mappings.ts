import type pg from 'pg'
import { diffFields } from '@/lib/domain/diff-fields'
import { selectRows } from '@/lib/server/db'
import { recordOf } from '@/lib/sync/aws/parse-values'
import type { FunctionChange } from '@/lib/sync/store/record-changes'

export type StoredMapping = {
  uuid: string
  functionId: number
  configuration: unknown
  seenAtMs: number
  isGone: boolean
}

export const STORED_MAPPING = `uuid, function_id AS "functionId", configuration, gone_at IS NOT NULL AS "isGone",
  (extract(epoch FROM seen_at) * 1000)::float8 AS "seenAtMs"`
const STORED = `SELECT ${STORED_MAPPING} FROM event_source_mapping WHERE uuid = ANY($1) FOR UPDATE`
/** What tells of a run rather than of the configuration, or of the change itself. */
const NOT_COMPARED = new Set(['LastProcessingResult', 'LastModified', 'StateTransitionReason', 'UUID', 'FunctionArn'])

type MappingRow = { uuid: string; function_id: number; configuration: unknown }

/** What differs from the stored mappings. lookedAtMs: the last look at all of them, null when there was none. */
export async function compareMappings(
  client: pg.ClientBase,
  rows: readonly MappingRow[],
  lookedAtMs: number | null,
): Promise<FunctionChange[]> {
  const stored = await selectRows<StoredMapping>(client, STORED, [rows.map(({ uuid }) => uuid)])
  const before = new Map(stored.map((mapping) => [mapping.uuid, mapping]))
  return rows.flatMap((row): FunctionChange[] => {
    const change = {
      functionId: row.function_id,
      kind: 'mapping' as const,
      subject: subjectOf(row.configuration, row.uuid),
    }
    const after = recordOf(row.configuration) ?? {}
    const statedAtMs = momentOf(after.LastModified)
    const old = before.get(row.uuid)
    if (old === undefined || old.isGone) {
      if (lookedAtMs === null) return []
      return [
        { ...change, before: null, after: pick(after, ['State', 'BatchSize']), statedAtMs, knownAfterMs: lookedAtMs },
      ]
    }
    const earlier = recordOf(old.configuration) ?? {}
    const names = [...new Set([...Object.keys(earlier), ...Object.keys(after)])].filter(
      (name) => !NOT_COMPARED.has(name),
    )
    const changed = diffFields(earlier, after, names).map(({ subject }) => subject)
    if (changed.length === 0) return []
    const states = { before: pick(earlier, changed), after: pick(after, changed) }
    return [{ ...change, ...states, statedAtMs, knownAfterMs: old.seenAtMs }]
  })
}

/** A mapping that is no longer listed. */
export function describeGoneMapping({ uuid, functionId, configuration, seenAtMs }: StoredMapping): FunctionChange {
  const before = pick(recordOf(configuration) ?? {}, ['State', 'BatchSize'])
  const change = { functionId, kind: 'mapping' as const, subject: subjectOf(configuration, uuid) }
  return { ...change, before, after: null, statedAtMs: null, knownAfterMs: seenAtMs }
}

/** The source that it reads, or what it is called where it has none. */
function subjectOf(configuration: unknown, uuid: string): string {
  const source = recordOf(configuration)?.EventSourceArn
  return typeof source === 'string' ? source : uuid
}

function pick(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))
}

function momentOf(value: unknown): number | null {
  const atMs = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(atMs) ? atMs : null
}

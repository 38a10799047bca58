import type pg from 'pg'
import type { SyncKind } from '@/lib/domain/sync-kind'

export type StateSeed = {
  step: string
  subject: string
  kind: SyncKind
  nextRunAtMs: number
  targetFromMs: number | null
}

const SEED = `
  INSERT INTO sync_state AS old (account_region_id, step, subject, kind, next_run_at, target_from)
  SELECT $1, step, subject, kind, next_run_at, target_from
  FROM jsonb_to_recordset($2::jsonb) AS r(step text, subject text, kind text, next_run_at timestamptz, target_from timestamptz)
  ON CONFLICT (account_region_id, step, subject) DO UPDATE SET target_from = least(old.target_from, excluded.target_from)`

/** Adds rows of steps that do not exist yet. A row that exists only has its target moved further back, never forward. */
export async function seedStates(
  client: pg.ClientBase | pg.Pool,
  placeId: number,
  seeds: readonly StateSeed[],
): Promise<void> {
  if (seeds.length === 0) return
  const rows = seeds.map(({ step, subject, kind, nextRunAtMs, targetFromMs }) => ({
    step,
    subject,
    kind,
    next_run_at: new Date(nextRunAtMs).toISOString(),
    target_from: targetFromMs === null ? null : new Date(targetFromMs).toISOString(),
  }))
  await client.query(SEED, [placeId, JSON.stringify(rows)])
}

/** Makes steps due at once, also those that run now and may have looked too early. onlyNew: those that never ran. */
export async function wakeSteps(
  client: pg.ClientBase,
  placeId: number,
  steps: readonly string[],
  { onlyNew }: { onlyNew: boolean },
): Promise<void> {
  await client.query(
    `UPDATE sync_state SET next_run_at = 'epoch',
       backfill_at = CASE WHEN $3 OR target_from IS NULL THEN backfill_at ELSE 'epoch' END
     WHERE account_region_id = $1 AND step = ANY($2) AND (NOT $3 OR last_started_at IS NULL)`,
    [placeId, steps, onlyNew],
  )
}

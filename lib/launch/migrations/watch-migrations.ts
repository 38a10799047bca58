import pg from 'pg'

/** By this name the connection that applies migrations is known to the one that watches it. */
export const MIGRATING = 'lambdascope-migrations'

const EVERY_MS = 5_000
const STATE = `
  SELECT coalesce(a.wait_event_type = 'Lock', false) AS "isBlocked", p.relid::regclass::text AS "table",
    (100.0 * p.blocks_done / nullif(p.blocks_total, 0))::float8 AS "percent",
    (SELECT json_agg(json_build_object('pid', b.pid, 'name', b.application_name)) FROM pg_stat_activity b
      WHERE b.pid = ANY(pg_blocking_pids(a.pid))) AS blockers
  FROM pg_stat_activity a LEFT JOIN pg_stat_progress_create_index p ON p.pid = a.pid
  WHERE a.datname = current_database() AND a.application_name = $1 AND a.state <> 'idle'
  ORDER BY a.wait_event_type = 'Lock' DESC NULLS LAST LIMIT 1`

/** table: of which an index is built, so far to so many percent. blockers: sessions whose locks are waited for. */
export type MigrationState = {
  isBlocked: boolean
  table: string | null
  percent: number | null
  blockers: { pid: number; name: string }[] | null
}

/** One line on what a start that brings the tables up to date is waiting for. */
export function describeMigration(state: MigrationState | undefined, seconds: number): string {
  const begin = `Bringing the tables up to date, ${Math.round(seconds)} s so far`
  const blockers = state?.blockers ?? []
  if (blockers.some(({ name }) => name === MIGRATING)) return `${begin}: another start does it, and is waited for.`
  if (state?.isBlocked && blockers.length > 0) {
    const sessions = blockers.map(({ pid, name }) => (name === '' ? `${pid}` : `${pid} (${name})`)).join(', ')
    return `${begin}: waiting for sessions of the database that use them: ${sessions}. Stop the web servers and workers on other machines.`
  }
  if (state?.table == null) return `${begin}. A large database takes minutes; nothing is lost when it is stopped.`
  const share = state.percent === null ? '' : `, ${Math.floor(state.percent)} %`
  return `${begin}: building an index of ${state.table}${share}.`
}

/** Says every few seconds what migrations that are being applied wait for, until the answered function is called. */
export function watchMigrations(url: string, say: (line: string) => void, everyMs = EVERY_MS): () => Promise<void> {
  const startedAt = performance.now()
  let looking = Promise.resolve()
  const look = async () => {
    const client = new pg.Client(url)
    try {
      await client.connect()
      const { rows } = await client.query<MigrationState>(STATE, [MIGRATING])
      say(describeMigration(rows[0], (performance.now() - startedAt) / 1000))
    } finally {
      await client.end()
    }
  }
  const timer = setInterval(() => {
    // What cannot be watched is told by the migrations themselves.
    looking = looking.then(look).catch(() => undefined)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await looking
  }
}

import { endStrayPostgres } from '@/lib/launch/postgres/end-stray-postgres'
import type { PostgresCluster } from '@/lib/launch/postgres/prepare-cluster'
import { spawnPostgres } from '@/lib/launch/postgres/spawn-postgres'
import type { ChildSpec } from '@/lib/launch/supervisor'

/** Said to whoever knocks while the server starts or stops, as this process does until it may come in. */
const COMING_OR_GOING =
  /FATAL: {2}(the database system is (starting up|shutting down|not yet accepting connections)|terminating connection due to administrator command)|^DETAIL: {2}Consistent recovery state/

/** Postgres stops last, by its fast shutdown; a forced end is its immediate shutdown, never SIGKILL. */
export function postgresChild(cluster: PostgresCluster): ChildSpec {
  return {
    name: 'postgres',
    spawn: () => spawnPostgres(cluster),
    beforeSpawn: () => endStrayPostgres(cluster.directory),
    stopSignal: 'SIGINT',
    endSignal: 'SIGQUIT',
    graceMs: 20_000,
    stopStage: 3,
    quiet: COMING_OR_GOING,
  }
}

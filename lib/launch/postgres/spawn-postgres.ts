import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type PostgresCluster, socketDirectory } from '@/lib/launch/postgres/prepare-cluster'

/**
 * `cat` waits on a pipe from this process. When this process dies, by SIGKILL too, the pipe closes and Postgres gets its
 * fast shutdown. INT and TERM to the guard are a fast shutdown, QUIT an immediate one.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server 2>/dev/null' INT TERM
trap 'kill -QUIT $server 2>/dev/null' QUIT
(trap '' INT TERM QUIT; cat <&3 >/dev/null; kill -INT $server 2>/dev/null) &
watcher=$!
wait $server
status=$?
while kill -0 $server 2>/dev/null; do wait $server; status=$?; done
kill -KILL $watcher 2>/dev/null
exit $status`

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  // Nearly all is in the system's cache: handing reads to other processes takes longer than reading.
  effective_io_concurrency: '0',
  // Who asks works along: more processes than cores take longer than one a core.
  max_parallel_workers_per_gather: String(Math.max(1, Math.min(2, availableParallelism() - 1))),
  // A failed statement is reported to the client that sent it; the terminal gets what stops the server.
  log_min_messages: 'fatal',
  timezone: 'UTC',
}

/** Starts the server of a cluster in a session of its own, so that a terminal's Ctrl-C reaches only this process. */
export function spawnPostgres(cluster: PostgresCluster, settings: Record<string, string> = {}): ChildProcess {
  const places = { port: String(cluster.port), unix_socket_directories: socketDirectory(cluster) ?? '' }
  const flags = Object.entries({ ...SETTINGS, ...places, ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  return spawn('/bin/sh', ['-c', GUARD, 'lambdascope-postgres', cluster.postgres, '-D', cluster.directory, ...flags], {
    ...cluster.account,
    cwd: cluster.directory,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

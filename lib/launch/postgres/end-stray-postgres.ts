import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until no server runs on a cluster. One that a killed supervisor left behind is on its way to a fast shutdown;
 * when it takes longer than `patienceMs` it is told to stop at once, which loses nothing that was committed.
 */
export async function endStrayPostgres(cluster: string, patienceMs = 5_000): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const pid = findServer(cluster)
    if (pid === null) return
    const waitedMs = performance.now() - startedAt
    if (waitedMs > 2 * patienceMs) signal(pid, 'SIGKILL')
    else if (waitedMs > patienceMs) signal(pid, 'SIGQUIT')
    await sleep(50)
  }
}

/** The first line of postmaster.pid is the server's process, but the file outlives a killed server. */
function findServer(cluster: string): number | null {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) return null
  const commandLine = `/proc/${pid}/cmdline`
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(cluster) ? pid : null
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

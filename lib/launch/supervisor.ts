import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { killGroup } from '@/lib/launch/kill-group'
import { printLines } from '@/lib/launch/print-lines'

const CRASHES_ALLOWED = 5
const CRASH_WINDOW_MS = 60_000
const FIRST_RESTART_MS = 200

export type ChildSpec = {
  name: string
  /** Spawned in a process group of its own, with its output piped. */
  spawn: () => ChildProcess
  /** Awaited before each start: what the child needs, so that an outage elsewhere is not counted as its crash. */
  beforeSpawn?: () => Promise<void>
  stopSignal: NodeJS.Signals
  /** Sent to the whole group when the child did not stop in time, and to what a dead child left running. */
  endSignal: NodeJS.Signals
  graceMs: number
  /** Lines of its output that say nothing to the owner. */
  quiet?: RegExp
  /** Lower stages stop first; one stage stops together. */
  stopStage: number
}

type Child = { spec: ChildSpec; process: ChildProcess | null; crashes: number[] }

export type Supervisor = {
  /** Starts a child and keeps it running. */
  run(spec: ChildSpec): void
  /** Stops all children in their stages. A second call leaves nobody time to finish. */
  stop(): Promise<void>
}

/**
 * Keeps children running: the first restart after 200 ms, then twice as long each time. A child that crashes six times
 * in a minute is beyond help: `giveUp` is called with the reason and decides what becomes of the rest.
 */
export function createSupervisor(giveUp: (reason: string) => void): Supervisor {
  const children: Child[] = []
  let stopping = false

  async function start(child: Child): Promise<void> {
    try {
      await child.spec.beforeSpawn?.()
    } catch (error) {
      return giveUp(`${child.spec.name} could not be started: ${error instanceof Error ? error.message : error}`)
    }
    if (stopping) return
    const process = child.spec.spawn()
    child.process = process
    printLines(child.spec, process.stdout, 'stdout')
    printLines(child.spec, process.stderr, 'stderr')
    process.once('error', (error) => console.error(`${child.spec.name} could not be started: ${error.message}`))
    process.once('exit', (code, signal) => void restart(child, signal ?? `exit code ${code}`))
  }

  async function restart(child: Child, how: string): Promise<void> {
    endGroup(child)
    child.process = null
    if (stopping) return
    const now = performance.now()
    child.crashes = [...child.crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
    const count = child.crashes.length
    if (count > CRASHES_ALLOWED) return giveUp(`${child.spec.name} stopped ${count} times within a minute (${how}).`)
    const pauseMs = FIRST_RESTART_MS * 2 ** (count - 1)
    console.error(`${child.spec.name} stopped (${how}); starting it again in ${pauseMs} ms`)
    await sleep(pauseMs)
    if (!stopping) await start(child)
  }

  return {
    run(spec) {
      const child: Child = { spec, process: null, crashes: [] }
      children.push(child)
      void start(child)
    },
    async stop() {
      if (stopping) {
        for (const child of children) endGroup(child)
        return
      }
      stopping = true
      const stages = [...new Set(children.map((child) => child.spec.stopStage))].sort((a, b) => a - b)
      for (const stage of stages) {
        await Promise.all(children.filter((child) => child.spec.stopStage === stage).map(stopChild))
      }
    },
  }
}

async function stopChild(child: Child): Promise<void> {
  const { process, spec } = child
  if (process === null || process.exitCode !== null || process.signalCode !== null) return
  const gone = once(process, 'exit').then(() => true)
  process.kill(spec.stopSignal)
  const inTime = await Promise.race([gone, sleep(spec.graceMs, false, { ref: false })])
  if (!inTime) {
    console.error(`${spec.name} did not stop within ${spec.graceMs / 1000} s and is ended`)
    endGroup(child)
    await gone
  }
  endGroup(child)
}

function endGroup(child: Child): void {
  if (child.process?.pid !== undefined) killGroup(child.process.pid, child.spec.endSignal)
}

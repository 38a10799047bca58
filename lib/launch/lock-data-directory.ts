import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LaunchError } from '@/lib/launch/launch-error'

/**
 * Makes this process the one that uses a data directory, and answers how to give it back. A holder that died without
 * giving it back is told from a living one by process number and start time together, since numbers come round again.
 * Throws LaunchError while another instance runs on it, or when it cannot be written.
 */
export function lockDataDirectory(directory: string): () => void {
  const file = path.join(directory, 'instance.lock')
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 })
    const holder = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
    const [pid] = holder.split(' ')
    if (holder !== '' && holder === identify(Number(pid))) {
      throw new LaunchError(
        `Another Lambdascope (process ${pid}) runs on the data directory ${directory}. ` +
          'Stop it, or set LAMBDASCOPE_DATA_DIR to another directory.',
      )
    }
    writeFileSync(file, `${identify(process.pid)}\n`)
  } catch (error) {
    if (error instanceof LaunchError) throw error
    throw new LaunchError(
      `The data directory ${directory} cannot be used (${error instanceof Error ? error.message : error}). ` +
        'Make it writable, or set LAMBDASCOPE_DATA_DIR to another directory.',
    )
  }
  return () => rmSync(file, { force: true })
}

/** "pid start-time", or null when no such process runs. Without /proc the start time is missing on both sides. */
function identify(pid: number): string | null {
  try {
    process.kill(pid, 0)
  } catch {
    return null
  }
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return `${pid}`
  // The name, in brackets, may hold anything; the 20th field after it is the start time in clock ticks since boot.
  const fields = readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return fields[0] === 'Z' ? null : `${pid} ${fields[19]}`
}

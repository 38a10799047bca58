import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { LaunchError } from '@/lib/launch/launch-error'

const BEING_WRITTEN_MS = 2_000

/**
 * Makes this process the one that uses a data directory, and answers how to give it back. A holder that died without
 * giving it back is told from a living one by process number and start time together, since numbers come round again.
 * Throws LaunchError while another instance runs on it, or when it cannot be written.
 */
export function lockDataDirectory(directory: string): () => void {
  const file = path.join(directory, 'instance.lock')
  const own = `${identify(process.pid)}\n`
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 })
    while (!create(file, own)) clearAway(file, directory)
  } catch (error) {
    if (error instanceof LaunchError) throw error
    throw new LaunchError(
      `The data directory ${directory} cannot be used (${error instanceof Error ? error.message : error}). ` +
        'Make it writable, or set LAMBDASCOPE_DATA_DIR to another directory.',
    )
  }
  return () => {
    if (read(file) === own) rmSync(file, { force: true })
  }
}

/** Of several that try at once, one creates the file. */
function create(file: string, own: string): boolean {
  try {
    const lock = openSync(file, 'wx')
    writeSync(lock, own)
    closeSync(lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Takes away the lock of a holder that is gone; throws LaunchError when the holder lives. */
function clearAway(file: string, directory: string): void {
  const holder = read(file)
  if (holder === null) return
  const [pid] = holder.trim().split(' ')
  const lives = holder.trim() === '' ? isBeingWritten(file) : holder.trim() === identify(Number(pid))
  if (lives) {
    throw new LaunchError(
      `Another Lambdascope (process ${pid || 'just starting'}) runs on the data directory ${directory}. ` +
        'Stop it, or set LAMBDASCOPE_DATA_DIR to another directory.',
    )
  }
  // Moved first, and looked at again: another start may have put its own lock in the place of the dead one meanwhile.
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (read(aside) === holder) rmSync(aside)
  else renameSync(aside, file)
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** A file without a holder is a start that is just writing it, or one that died before it did. */
function isBeingWritten(file: string): boolean {
  const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0 }
  return Date.now() - mtimeMs < BEING_WRITTEN_MS
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
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

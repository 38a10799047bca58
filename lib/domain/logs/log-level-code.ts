import type { LogLevel } from '@/lib/domain/logs/log-line'

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
const CODES = new Map(LEVELS.map((level, at) => [level, at + 1]))

/** A level as a number that grows with severity, from 1 (trace) to 6 (fatal); null for a line without one. */
export function codeOfLevel(level: LogLevel | null): number | null {
  return level === null ? null : (CODES.get(level) ?? null)
}

/** The level behind its number, or null. */
export function levelOfCode(code: number | null): LogLevel | null {
  return code === null ? null : (LEVELS[code - 1] ?? null)
}

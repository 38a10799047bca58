import type { LogLevel } from '@/lib/domain/logs/log-line'

const LEVELS = new Map<string, LogLevel>([
  ['TRACE', 'trace'],
  ['TRCE', 'trace'],
  ['DEBUG', 'debug'],
  ['DBUG', 'debug'],
  ['INFO', 'info'],
  ['INFORMATION', 'info'],
  ['NOTICE', 'info'],
  ['WARN', 'warn'],
  ['WARNING', 'warn'],
  ['ERROR', 'error'],
  ['FAIL', 'error'],
  ['FATAL', 'fatal'],
  ['CRITICAL', 'fatal'],
  ['CRIT', 'fatal'],
])

/** Pino and Bunyan count levels in tens. */
const NUMBERS = new Map<unknown, LogLevel>([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
])

/** The level behind a runtime's or a logger's word or number for it, in any case; null for what is none. */
export function normaliseLevel(word: unknown): LogLevel | null {
  if (typeof word !== 'string') return NUMBERS.get(word) ?? null
  return LEVELS.get(word) ?? (word.length > 11 ? null : (LEVELS.get(word.toUpperCase()) ?? null))
}

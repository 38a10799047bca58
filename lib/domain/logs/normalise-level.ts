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

/** The level behind a runtime's or a logger's word for it, in any case; null for a word that is none. */
export function normaliseLevel(word: unknown): LogLevel | null {
  if (typeof word !== 'string') return null
  return LEVELS.get(word) ?? (word.length > 11 ? null : (LEVELS.get(word.toUpperCase()) ?? null))
}

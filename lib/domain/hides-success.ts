/**
 * At the system log level WARN, which only the log format JSON has, successful invocations leave no line: figures of those
 * that did would pass for all.
 */
export function hidesSuccess(fn: { logFormat: string | null; systemLogLevel: string | null }): boolean {
  return fn.logFormat === 'JSON' && fn.systemLogLevel === 'WARN'
}

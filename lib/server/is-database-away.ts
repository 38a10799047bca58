const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE'])
// Class 08: connection exceptions; 57P01 to 57P03: shut down, crashed, starting up; 53300: too many connections.
const SQL_STATE = /^(08|57P0[123]|53300)/

/** Whether an error says that Postgres cannot be reached now, rather than that a statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // The embedded server's socket is no longer there once it has stopped.
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true
  if (NETWORK.has(code) || SQL_STATE.test(code) || code === 'P1001' || code === 'P1017') return true
  if (/Connection terminated|timeout exceeded when trying to connect|the database system is/.test(error.message))
    return true
  return error.cause !== undefined && isDatabaseAway(error.cause)
}

import pino from 'pino'

/** One JSON line an entry on stdout; LOG_LEVEL sets the least level. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
})

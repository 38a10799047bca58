import { parseArgs } from 'node:util'
import { MOST_ACCOUNTS } from '@/simulator/fleet/account-ids'

export type SimulatorOptions = {
  port: number
  functions: number
  /** How many of them have traffic; null for all. */
  active: number | null
  /** Percent of the usual traffic. */
  load: number
  /** How many accounts answer under this endpoint. */
  accounts: number
  seed: number
  hours: number
  /** Where the account's clock starts; null for now. */
  nowMs: number | null
  /** When the account's past was made; null for now. The same seed and `since` give the same account at any later time. */
  sinceMs: number | null
  frozen: boolean
  throttle: boolean
  /** Regions whose traces go to CloudWatch Logs (Transaction Search). */
  transactionSearch: string[]
}

function readInteger(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`--${name} must be a whole number between ${least} and ${most}, not "${text}"`)
  }
  return value
}

function readMoment(text: string | undefined, name: string): number | null {
  if (text === undefined) return null
  const atMs = Date.parse(text)
  if (Number.isNaN(atMs)) throw new RangeError(`--${name} must be an ISO time, not "${text}"`)
  return atMs
}

/** Parses the command line; throws with a message that names the option that is wrong. */
export function parseOptions(args: readonly string[]): SimulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '4566' },
      functions: { type: 'string', default: '40' },
      active: { type: 'string' },
      load: { type: 'string', default: '100' },
      accounts: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      hours: { type: 'string', default: '24' },
      now: { type: 'string' },
      since: { type: 'string' },
      frozen: { type: 'boolean', default: false },
      throttle: { type: 'boolean', default: false },
      'transaction-search': { type: 'string', default: '' },
    },
  })
  return {
    port: readInteger(values.port, 'port', 0, 65_535),
    functions: readInteger(values.functions, 'functions', 1, 2000),
    active: values.active === undefined ? null : readInteger(values.active, 'active', 0, 2000),
    load: readInteger(values.load, 'load', 1, 1000),
    accounts: readInteger(values.accounts, 'accounts', 1, MOST_ACCOUNTS),
    seed: readInteger(values.seed, 'seed', 0, 2 ** 31 - 1),
    hours: readInteger(values.hours, 'hours', 0, 24 * 35),
    nowMs: readMoment(values.now, 'now'),
    sinceMs: readMoment(values.since, 'since'),
    frozen: values.frozen,
    throttle: values.throttle,
    transactionSearch: values['transaction-search'].split(',').filter((region) => region !== ''),
  }
}

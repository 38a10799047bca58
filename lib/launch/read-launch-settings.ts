import path from 'node:path'
import * as z from 'zod/mini'
import { LaunchError } from '@/lib/launch/launch-error'

const optionalText = z.pipe(
  z.optional(z.string()),
  z.transform((text) => text?.trim() || undefined),
)

/** An empty variable counts as unset, as a shell or a container file often leaves one behind. */
function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.pipe(optionalText, z.optional(z.enum(values, `must be one of ${values.join(', ')}`)))
}

function text(pattern: RegExp, problem: string) {
  return z.pipe(optionalText, z.optional(z.string().check(z.regex(pattern, problem))))
}

const PORT_PATTERN = /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/

const EnvironmentShape = z.object({
  PORT: text(PORT_PATTERN, 'must be a port number from 1 to 65535, such as PORT=3000'),
  HOST: text(/^[\w.:-]+$/, 'must be an address of this machine, such as HOST=127.0.0.1 or HOST=0.0.0.0'),
  DATABASE_URL: optionalText,
  LAMBDASCOPE_ROLE: choice(['all', 'web', 'worker']),
  LAMBDASCOPE_DATA_DIR: optionalText,
  LAMBDASCOPE_SOURCE: choice(['aws', 'simulator']),
  LAMBDASCOPE_REGIONS: text(
    /^[a-z]{2}(-[a-z]+)+-\d(\s*,\s*[a-z]{2}(-[a-z]+)+-\d)*$/,
    'must be AWS regions with commas between them, such as LAMBDASCOPE_REGIONS=eu-west-1,us-east-1',
  ),
  LAMBDASCOPE_ADMIN_TOKEN: text(/^[\x21-\x7e]{32,}$/, 'must have 32 characters or more, all of them visible ASCII'),
  LAMBDASCOPE_LAMBDA_RATE: text(
    /^(?=.*[1-9])(?:\d|1[0-4])(?:\.\d+)?$/,
    'must be calls a second, more than 0 and less than 15, such as LAMBDASCOPE_LAMBDA_RATE=3',
  ),
  LAMBDASCOPE_BACKFILL: text(/^\d{1,3}[hd]$/, 'must be a number of hours or days, such as LAMBDASCOPE_BACKFILL=24h'),
})

export type Environment = Readonly<Record<string, string | undefined>>

export type LaunchSettings = {
  port: number
  host: string
  databaseUrl: string | null
  role: 'all' | 'web' | 'worker'
  dataDirectory: string
  source: 'aws' | 'simulator' | null
  regions: string | null
  adminToken: string | null
  backfill: string | null
}

/** Reads what `npm start` is told by the environment. Throws LaunchError that names every variable that is wrong. */
export function readLaunchSettings(env: Environment): LaunchSettings {
  const parsed = EnvironmentShape.safeParse(env)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      return `${name} ${issue.message}${name.endsWith('TOKEN') ? '' : ` (it is "${env[name]}")`}.`
    })
    throw new LaunchError(problems.join('\n'))
  }
  const { data } = parsed
  return {
    port: Number(data.PORT ?? '3000'),
    host: data.HOST ?? '127.0.0.1',
    databaseUrl: data.DATABASE_URL ?? null,
    role: data.LAMBDASCOPE_ROLE ?? 'all',
    dataDirectory: path.resolve(data.LAMBDASCOPE_DATA_DIR ?? '.data'),
    source: data.LAMBDASCOPE_SOURCE ?? null,
    regions: data.LAMBDASCOPE_REGIONS?.replaceAll(/\s/g, '') ?? null,
    adminToken: data.LAMBDASCOPE_ADMIN_TOKEN ?? null,
    backfill: data.LAMBDASCOPE_BACKFILL ?? null,
  }
}

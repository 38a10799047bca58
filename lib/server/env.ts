import * as z from 'zod/mini'

const Duration = z.string().check(z.regex(/^\d{1,3}[hd]$/, 'must be a number of hours or days, such as 3h or 7d'))

const Rate = z
  .string()
  .check(z.regex(/^(?=.*[1-9])(?:\d|1[0-4])(?:\.\d+)?$/, 'must be calls a second, such as 3 or 0.5'))

const Environment = z.object({
  DATABASE_URL: z.string().check(z.minLength(1)),
  LAMBDASCOPE_SOURCE: z._default(z.enum(['aws', 'simulator']), 'aws'),
  LAMBDASCOPE_REGIONS: z._default(z.string(), ''),
  LAMBDASCOPE_ACCOUNTS: z.optional(z.string()),
  LAMBDASCOPE_ADMIN_TOKEN: z.optional(z.string().check(z.minLength(32))),
  LAMBDASCOPE_BACKFILL: z._default(Duration, '24h'),
  LAMBDASCOPE_DATA_DIR: z.optional(z.string()),
  LAMBDASCOPE_LAMBDA_RATE: z.optional(Rate),
  BETTER_AUTH_SECRET: z.optional(z.string()),
  PORT: z._default(z.string(), '3000'),
})

export type Env = {
  databaseUrl: string
  source: 'aws' | 'simulator'
  regions: string[]
  /** As it was given: JSON, or the path of a file that holds it. */
  accounts: string | null
  adminToken: string | null
  backfillMs: number
  /** Calls a second to Lambda's control plane; null: the default. */
  controlPerSecond: number | null
  /** Where the embedded database is; null where another one is used. */
  dataDirectory: string | null
  authSecret: string | null
  port: number
}

/** Parses the process environment once, at an entry. Throws an Error that names each variable that is wrong. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = Environment.safeParse(givenValues(source))
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not usable. ${wrong.join('; ')}`)
  }
  const { data } = parsed
  return {
    databaseUrl: data.DATABASE_URL,
    source: data.LAMBDASCOPE_SOURCE,
    regions: data.LAMBDASCOPE_REGIONS.split(',')
      .map((region) => region.trim())
      .filter((region) => region !== ''),
    accounts: data.LAMBDASCOPE_ACCOUNTS ?? null,
    adminToken: data.LAMBDASCOPE_ADMIN_TOKEN ?? null,
    backfillMs: parseHoursOrDays(data.LAMBDASCOPE_BACKFILL),
    controlPerSecond: Number(data.LAMBDASCOPE_LAMBDA_RATE ?? 0) || null,
    dataDirectory: data.LAMBDASCOPE_DATA_DIR ?? null,
    authSecret: data.BETTER_AUTH_SECRET ?? null,
    port: Number(data.PORT),
  }
}

/** An empty variable is one that someone meant to leave out. */
function givenValues(source: NodeJS.ProcessEnv): Record<string, string> {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(source)) {
    const text = value?.trim() ?? ''
    if (text !== '') given[name] = text
  }
  return given
}

function parseHoursOrDays(text: string): number {
  const hours = Number(text.slice(0, -1)) * (text.endsWith('d') ? 24 : 1)
  return hours * 3_600_000
}

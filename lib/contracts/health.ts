import * as z from 'zod/mini'

const SourceHealth = z.object({
  kind: z.enum(['inventory', 'metrics', 'logs', 'traces']),
  accountId: z.string(),
  region: z.string(),
  state: z.string(),
  lagMs: z.nullable(z.number()),
  detail: z.nullable(z.string()),
})

/** state: ok, waiting, or why its credentials do not work; detail says what to do. */
const AccountHealth = z.object({
  name: z.string(),
  accountId: z.nullable(z.string()),
  paused: z.boolean(),
  state: z.string(),
  detail: z.nullable(z.string()),
})

export const HealthResponse = z.object({
  status: z.enum(['ready', 'starting', 'degraded']),
  database: z.object({ state: z.enum(['ok', 'unreachable']), latencyMs: z.nullable(z.number()) }),
  worker: z.object({ state: z.enum(['ok', 'starting', 'missing']), seenMsAgo: z.nullable(z.number()) }),
  accounts: z.array(AccountHealth),
  sources: z.array(SourceHealth),
})
export type HealthResponse = z.infer<typeof HealthResponse>

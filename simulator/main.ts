import { createClock } from '@/simulator/control/clock'
import { accountIds } from '@/simulator/fleet/account-ids'
import { createWorld } from '@/simulator/fleet/create-world'
import { parseOptions } from '@/simulator/parse-options'
import { startServer } from '@/simulator/wire/start-server'

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  const nowMs = options.nowMs ?? Date.now()
  const clock = createClock(nowMs, options.frozen)
  const { seed, functions, load, hours, sinceMs, transactionSearch } = options
  const active = options.active ?? functions
  const [world, ...furtherWorlds] = accountIds(options.accounts).map((accountId, index) => {
    const made = { accountId, seed: seed + index, functions, active, load, hours }
    return createWorld({ ...made, nowMs: Math.min(sinceMs ?? nowMs, nowMs), transactionSearch })
  })
  if (world === undefined) throw new RangeError('There is no simulator without an account')
  for (const one of [world, ...furtherWorlds]) one.advanceTo(nowMs)
  const server = await startServer({ world, furtherWorlds, clock, port: options.port, throttle: options.throttle })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0))
    })
  }
  console.log(`Simulator is ready: ${server.url}`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})

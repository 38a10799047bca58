import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerControl } from '@/simulator/control/answer-control'
import { Bill } from '@/simulator/control/bill'
import { CallLog } from '@/simulator/control/call-log'
import type { Clock } from '@/simulator/control/clock'
import { OwnerChanges } from '@/simulator/control/owner-changes'
import { rememberWorld } from '@/simulator/control/remember-world'
import type { World } from '@/simulator/fleet/types'
import { MetricStore } from '@/simulator/metrics/metric-store'
import { readSession } from '@/simulator/wire/account-session'
import { type Account, answerCall, type CallOutcome } from '@/simulator/wire/answer-call'
import { FaultRules } from '@/simulator/wire/fault-rules'
import { RateLimits } from '@/simulator/wire/rate-limits'
import { readWireRequest, type WireRequest } from '@/simulator/wire/wire-request'
import { toBuffer } from '@/simulator/wire/write-answer'

/** furtherWorlds: other accounts, which only the credentials of a role of theirs reach. */
export type ServerOptions = {
  world: World
  furtherWorlds?: readonly World[]
  clock: Clock
  port: number
  throttle: boolean
  /** Real time, by which request rates are measured; a test may hold it still. */
  realNow?: () => number
}

export type RunningServer = { url: string; close(): Promise<void> }

const rememberedListings = 16

/** The newest few values by key; a key is only ever used for one type, so the cast holds. */
function createMemory(): Account['remember'] {
  const values = new Map<string, unknown>()
  return <Value>(key: string, make: () => Value): Value => {
    const value = values.has(key) ? (values.get(key) as Value) : make()
    values.delete(key)
    values.set(key, value)
    for (const oldest of values.keys()) {
      if (values.size <= rememberedListings) break
      values.delete(oldest)
    }
    return value
  }
}

/** Faults are those of the server, whichever account is asked. */
function createAccounts(options: ServerOptions): [Account, ...Account[]] {
  const { world, furtherWorlds = [] } = options
  const accountIds = [world, ...furtherWorlds].map(({ accountId }) => accountId)
  const shared = { accountIds, faults: new FaultRules(world.seed) }
  return [createAccount(world, options, shared), ...furtherWorlds.map((one) => createAccount(one, options, shared))]
}

function createAccount(own: World, options: ServerOptions, shared: Pick<Account, 'accountIds' | 'faults'>): Account {
  const world = rememberWorld(own)
  const counts = new Map<string, number>()
  return {
    ...shared,
    world,
    metrics: new MetricStore(world),
    owners: new OwnerChanges(),
    bill: new Bill(world.accountId),
    calls: new CallLog(),
    rateLimits: options.throttle ? new RateLimits(options.realNow ?? Date.now) : null,
    remember: createMemory(),
    nextCount(key) {
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      return count
    },
  }
}

function send(response: ServerResponse, outcome: CallOutcome): void {
  if ('broken' in outcome) {
    if (outcome.broken === 'reset') response.destroy()
    // A hanging call gets no answer at all: the caller's own timeout ends it.
    return
  }
  const { status, headers, body } = outcome.answer
  const bytes = toBuffer(body)
  response.writeHead(status, { ...headers, 'content-length': String(bytes.byteLength) })
  if (outcome.half === null) {
    response.end(bytes)
    return
  }
  // Half of the promised bytes, then the connection goes away, or stays without a word.
  response.write(bytes.subarray(0, Math.floor(bytes.byteLength / 2)), () => {
    if (outcome.half === 'truncate') response.destroy()
  })
}

/** A role's credentials reach its account, any others the first one. */
function accountOf(request: WireRequest, accounts: readonly [Account, ...Account[]]): Account {
  const session = readSession(request)
  return accounts.find(({ world }) => world.accountId === session?.accountId) ?? accounts[0]
}

/** Starts the local AWS on 127.0.0.1: all services and regions on one port (0 for a free one). */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { clock } = options
  const accounts = createAccounts(options)
  const advance = () => {
    for (const { world } of accounts) if (clock.nowMs() > world.nowMs) world.advanceTo(clock.nowMs())
  }
  const server = createServer(async (message, response) => {
    const requestId = randomUUID()
    try {
      const request = await readWireRequest(message)
      advance()
      const outcome = request.path.startsWith('/_')
        ? { answer: answerControl(request, accounts, clock), half: null }
        : await answerCall(request, requestId, accountOf(request, accounts))
      send(response, outcome)
    } catch (error) {
      console.error('Simulator could not answer', message.url, error)
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error))
    }
  })
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  // Keeps a live world from falling hours behind while nobody asks, which would make the next answer slow.
  const pulse = setInterval(() => {
    if (!clock.frozen) advance()
  }, 1000)
  pulse.unref()
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        clearInterval(pulse)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

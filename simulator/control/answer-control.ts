import type { Clock } from '@/simulator/control/clock'
import {
  readTrueConcurrency,
  readTrueLines,
  readTrueOutcomes,
  readTrueThrottles,
} from '@/simulator/control/read-true-limits'
import {
  readTrueChanges,
  readTrueInvocations,
  readTrueTraces,
  readTruth,
  type TruthRequest,
} from '@/simulator/control/read-truth'
import type { Account } from '@/simulator/wire/answer-call'
import { parseFaultRule } from '@/simulator/wire/fault-rules'
import type { WireRequest } from '@/simulator/wire/wire-request'
import type { WireAnswer } from '@/simulator/wire/write-answer'

function json(body: unknown, status = 200): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function readEpoch(query: URLSearchParams, name: string, fallback: number | null): number {
  const text = query.get(name)
  if (text === null && fallback !== null) return fallback
  if (text === null || !/^\d+$/.test(text)) throw new RangeError(`${name} must be epoch milliseconds`)
  return Number(text)
}

function readTruthRequest(query: URLSearchParams): TruthRequest {
  return {
    fromMs: readEpoch(query, 'from', null),
    toMs: readEpoch(query, 'to', null),
    region: query.get('region'),
    functionName: query.get('function'),
  }
}

function readBody(request: WireRequest): Record<string, unknown> {
  const value: unknown = JSON.parse(request.body === '' ? '{}' : request.body)
  if (typeof value !== 'object' || value === null) throw new TypeError('The body must be a JSON object')
  return { ...value }
}

function moveClock(request: WireRequest, accounts: readonly [Account, ...Account[]], clock: Clock): WireAnswer {
  const { advanceMs, toMs } = readBody(request)
  const target = typeof toMs === 'number' ? toMs : typeof advanceMs === 'number' ? clock.nowMs() + advanceMs : null
  if (target === null || !Number.isFinite(target)) throw new TypeError('advanceMs or toMs must be a number')
  clock.moveTo(Math.floor(target))
  for (const { world } of accounts) world.advanceTo(clock.nowMs())
  return json({ nowMs: clock.nowMs(), frozen: clock.frozen })
}

/** isAll: the rules before go in the same step, so that no call is answered without any. */
function addFaults(request: WireRequest, { faults }: Account, { isAll }: { isAll: boolean }): WireAnswer {
  const body: unknown = JSON.parse(request.body)
  const rules = (Array.isArray(body) ? body : [body]).map(parseFaultRule)
  if (isAll) faults.clear()
  faults.add(rules)
  return json(faults.list())
}

/** Changes a function as its owners would, and shows it as it was before. */
function changeFunction(request: WireRequest, { world, owners }: Account): WireAnswer {
  const { region, functionName, set } = readBody(request)
  const fn = world.regions
    .flatMap((known) => world.functions(known))
    .find((known) => {
      return known.region === region && known.name === functionName
    })
  if (fn === undefined) throw new RangeError(`There is no function ${functionName} in ${region}`)
  if (typeof set !== 'object') throw new TypeError('set must be an object, or null to delete the function')
  const before = owners.shown(fn)
  owners.add(fn, set === null ? null : { ...set }, world.nowMs)
  return json({ before })
}

/** The account that a question is about: the first unless `account` names another. */
function accountOf({ query }: WireRequest, accounts: readonly [Account, ...Account[]]): Account {
  const wanted = query.get('account')
  const account = wanted === null ? accounts[0] : accounts.find(({ world }) => world.accountId === wanted)
  if (account === undefined) throw new RangeError(`There is no account ${wanted} here`)
  return account
}

function readBill(accounts: readonly Account[], { fromMs, toMs }: { fromMs: number; toMs: number }): object {
  const bills = accounts.map(({ bill }) => bill.read(fromMs, toMs))
  return {
    totalUsd: bills.reduce((sum, { totalUsd }) => sum + totalUsd, 0),
    calls: bills.reduce((sum, { calls }) => sum + calls, 0),
    byApi: bills.flatMap(({ byApi }) => byApi),
  }
}

function answer(request: WireRequest, accounts: readonly [Account, ...Account[]], clock: Clock): WireAnswer {
  const account = accountOf(request, accounts)
  const { world, faults } = account
  switch (`${request.method} ${request.path}`) {
    case 'GET /_health':
      return json({ status: 'ready', nowMs: world.nowMs })
    case 'GET /_clock':
      return json({ nowMs: world.nowMs, frozen: clock.frozen })
    case 'POST /_clock':
      return moveClock(request, accounts, clock)
    case 'GET /_truth':
      return json(readTruth(world, readTruthRequest(request.query)))
    case 'GET /_truth/invocations':
      return json(readTrueInvocations(world, readTruthRequest(request.query)))
    case 'GET /_truth/changes':
      return json(readTrueChanges(world, readTruthRequest(request.query)))
    case 'GET /_truth/throttles':
      return json(readTrueThrottles(world, readTruthRequest(request.query)))
    case 'GET /_truth/outcomes':
      return json(readTrueOutcomes(world, readTruthRequest(request.query)))
    case 'GET /_truth/concurrency':
      return json(readTrueConcurrency(world, readTruthRequest(request.query)))
    case 'GET /_truth/lines':
      return json(readTrueLines(world, readTruthRequest(request.query)))
    case 'GET /_truth/traces':
      return json(readTrueTraces(world, readTruthRequest(request.query)))
    case 'POST /_changes':
      return changeFunction(request, account)
    case 'GET /_bill':
      return json(
        readBill(accounts, {
          fromMs: readEpoch(request.query, 'from', 0),
          toMs: readEpoch(request.query, 'to', Number.MAX_SAFE_INTEGER),
        }),
      )
    case 'GET /_calls':
      return json(account.calls.list())
    case 'DELETE /_calls':
      account.calls.clear()
      return json([])
    case 'GET /_faults':
      return json(faults.list())
    case 'PUT /_faults':
      return addFaults(request, account, { isAll: true })
    case 'POST /_faults':
      return addFaults(request, account, { isAll: false })
    case 'DELETE /_faults':
      faults.clear()
      return json([])
    default:
      return json({ error: `Nothing answers ${request.method} ${request.path}` }, 404)
  }
}

/** Answers the simulator's own endpoints (`/_truth`, `/_bill`, `/_calls`, `/_changes`, `/_clock`, `/_faults`, `/_health`). */
export function answerControl(
  request: WireRequest,
  accounts: readonly [Account, ...Account[]],
  clock: Clock,
): WireAnswer {
  try {
    return answer(request, accounts, clock)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) {
      return json({ error: error.message }, 400)
    }
    throw error
  }
}

import type { Bill } from '@/simulator/control/bill'
import type { CallLog } from '@/simulator/control/call-log'
import type { OwnerChanges } from '@/simulator/control/owner-changes'
import type { World } from '@/simulator/fleet/types'
import type { MetricStore } from '@/simulator/metrics/metric-store'
import { findHandler } from '@/simulator/services/find-handler'
import { readSession } from '@/simulator/wire/account-session'
import { checkRequired } from '@/simulator/wire/check-required'
import { badFieldsAnswer, badTypeAnswer, cutAnswer, htmlAnswer, nullListsAnswer } from '@/simulator/wire/distort-answer'
import type { CallFault, CallFaults, FaultRules } from '@/simulator/wire/fault-rules'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { answerPage, carriesPageToken, isPaidFor } from '@/simulator/wire/page-faults'
import type { RateLimits } from '@/simulator/wire/rate-limits'
import { type OperationInput, readInput } from '@/simulator/wire/read-input'
import { type Route, routeRequest, UnknownRoute } from '@/simulator/wire/route-request'
import { ServiceError } from '@/simulator/wire/service-error'
import {
  accessDeniedError,
  expiredCredentialsError,
  expiredPageTokenError,
  goneError,
  internalError,
  throttledError,
  unavailableError,
} from '@/simulator/wire/service-failures'
import { mostEventsOfPage, putInvalidBytes, shapeOutput } from '@/simulator/wire/shape-output'
import { checkSignedAt } from '@/simulator/wire/skewed-clock'
import { readCredentialScope, type WireRequest } from '@/simulator/wire/wire-request'
import { toBuffer, type WireAnswer, writeError, writeOutput } from '@/simulator/wire/write-answer'

/** What an account is made of. accountIds: those that its server holds, the first one first. */
export type Account = {
  world: World
  accountIds: readonly string[]
  metrics: MetricStore
  owners: OwnerChanges
  bill: Bill
  calls: CallLog
  faults: FaultRules
  /** Null unless AWS's published rates are to be enforced. */
  rateLimits: RateLimits | null
  nextCount(key: string): number
  remember<Value>(key: string, make: () => Value): Value
}

/** An answer, of which half is sent at most; or what the connection does instead of answering. */
export type CallOutcome = { answer: WireAnswer; half: 'truncate' | 'stall' | null } | { broken: 'reset' | 'hang' }

type Call = { route: Route; region: string; requestId: string; account: Account }

/** The input was read by this operation's schema, which is what the handler's own input type describes. */
function callHandler(route: Route, input: OperationInput, context: OperationContext): object {
  const handler = findHandler(route.service, route.operation.name)
  if (!handler) throw new UnknownRoute(route.protocol, route.service, `${route.operation.name} is not implemented here`)
  return handler(input as never, context) ?? {}
}

/** The refusal that a fault stands for, in the words of the service. */
function refusalOf(fault: CallFault | null, { route, account }: Call): ServiceError | null {
  const { service, operation } = route
  switch (fault) {
    case 'throttle':
      return throttledError(service)
    case 'access-denied':
      return accessDeniedError(service, operation.name, account.world.accountId)
    case 'expired-credentials':
      return expiredCredentialsError(service)
    case 'gone':
      return goneError(service)
    case 'expired-token':
      return expiredPageTokenError(service)
    case '500':
      return internalError(service)
    case '503':
      return unavailableError()
    default:
      return null
  }
}

async function perform(call: Call, request: WireRequest, { broken, shapes }: CallFaults): Promise<WireAnswer> {
  const { route, region, requestId, account } = call
  const { operation } = route
  const { world } = account
  const nowMs = world.nowMs
  let units = 0
  let answered = false
  try {
    const skewed = shapes.find(({ kind }) => kind === 'clock-skew')
    if (skewed !== undefined) checkSignedAt(request, Date.now() + skewed.skewMs)
    const refusal = refusalOf(broken, call)
    if (refusal !== null) throw refusal
    const session = readSession(request)
    if (session !== null && session.untilMs <= nowMs) throw expiredCredentialsError(route.service)
    if (account.rateLimits && !account.rateLimits.admits(operation, region)) {
      throw throttledError(route.service)
    }
    const input = await readInput(request, route)
    checkRequired(operation, input)
    account.calls.record(operation, region, input)
    const isPaid = isPaidFor(operation, input)
    const context: OperationContext = {
      world,
      accountIds: account.accountIds,
      region,
      nowMs,
      requestId,
      metrics: account.metrics,
      owners: account.owners,
      mostEvents: mostEventsOfPage(shapes),
      addBilledUnits: (more) => {
        if (!isPaid) units += more
      },
      nextCount: account.nextCount,
      remember: account.remember,
    }
    const serial = account.nextCount('faulted pages')
    const output = answerPage({ operation, input, fault: broken, serial }, (given) =>
      callHandler(route, given, context),
    )
    const shaped = shapeOutput(output, { shapes, seed: world.seed, nowMs, serial })
    const answer = writeOutput(route.protocol, operation, shaped, requestId)
    answered = true
    return answer
  } finally {
    account.bill.record(operation, region, nowMs, answered, units)
  }
}

/** The answer as its fault leaves it. */
function distort(answer: WireAnswer, { broken, shapes }: CallFaults): WireAnswer {
  const bytes = shapes.some(({ kind }) => kind === 'invalid-utf8')
    ? { ...answer, body: putInvalidBytes(toBuffer(answer.body)) }
    : answer
  switch (broken) {
    case 'bad-type':
      return badTypeAnswer(bytes)
    case 'bad-fields':
      return badFieldsAnswer(bytes)
    case 'null-lists':
      return nullListsAnswer(bytes)
    case 'cut-body':
      return cutAnswer(bytes)
    default:
      return bytes
  }
}

const pages = { 'html-200': 200, 'html-404': 404, 'html-500': 500, '502': 502, '504': 504 } as const

function isPage(fault: CallFault | null): fault is keyof typeof pages {
  return fault !== null && fault in pages
}

/** The call is done, and billed, but nobody hears of it. */
async function loseAnswer(call: Call, request: WireRequest, { shapes }: CallFaults): Promise<void> {
  try {
    await perform(call, request, { broken: null, shapes })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
  }
}

async function answerWithFaults(call: Call, request: WireRequest, faults: CallFaults): Promise<CallOutcome> {
  const { route, region, account } = call
  const { broken } = faults
  if (broken === 'reset' || broken === 'hang' || broken === 'html-200') await loseAnswer(call, request, faults)
  else if (isPage(broken)) account.bill.record(route.operation, region, account.world.nowMs, false, 0)
  if (broken === 'reset' || broken === 'hang') return { broken }
  if (isPage(broken)) return { answer: htmlAnswer(pages[broken]), half: null }
  const answer = distort(await perform(call, request, faults), faults)
  return { answer, half: broken === 'truncate' || broken === 'stall' ? broken : null }
}

function withDate(answer: WireAnswer, dateMs: number | null): WireAnswer {
  if (dateMs === null) return answer
  return { ...answer, headers: { ...answer.headers, date: new Date(dateMs).toUTCString() } }
}

/** Answers one AWS call: route, faults, rate limit, input by schema, handler, output by schema. */
export async function answerCall(request: WireRequest, requestId: string, account: Account): Promise<CallOutcome> {
  let protocol: Route['protocol'] = 'rest-json'
  let service: Route['service'] = 'lambda'
  let dateMs: number | null = null
  try {
    const route = routeRequest(request)
    protocol = route.protocol
    service = route.service
    const region = readCredentialScope(request)?.region ?? account.world.regions[0] ?? 'us-east-1'
    const call = { route, region, requestId, account }
    const { operation } = route
    const { nowMs } = account.world
    const faults = account.faults.next({ operation, region, nowMs, paged: carriesPageToken(request) })
    const skewed = faults.shapes.find(({ kind }) => kind === 'clock-skew')
    if (skewed !== undefined) dateMs = Date.now() + skewed.skewMs
    const outcome = await answerWithFaults(call, request, faults)
    return 'broken' in outcome ? outcome : { ...outcome, answer: withDate(outcome.answer, dateMs) }
  } catch (error) {
    if (error instanceof UnknownRoute) {
      protocol = error.protocol
      service = error.service
    }
    if (!(error instanceof ServiceError)) console.error('Simulator failed to answer', request.path, error)
    const refusal = error instanceof ServiceError ? error : internalError(service)
    return { answer: withDate(writeError(protocol, service, refusal, requestId), dateMs), half: null }
  }
}

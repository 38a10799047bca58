import type { Bill } from '@/simulator/control/bill'
import type { World } from '@/simulator/fleet/types'
import type { MetricStore } from '@/simulator/metrics/metric-store'
import { findHandler } from '@/simulator/services/find-handler'
import { checkRequired } from '@/simulator/wire/check-required'
import { badTypeAnswer, htmlAnswer } from '@/simulator/wire/distort-answer'
import type { FaultKind, FaultRules } from '@/simulator/wire/fault-rules'
import type { OperationContext } from '@/simulator/wire/operation-context'
import type { RateLimits } from '@/simulator/wire/rate-limits'
import { type OperationInput, readInput } from '@/simulator/wire/read-input'
import { type Route, routeRequest, UnknownRoute } from '@/simulator/wire/route-request'
import { ServiceError } from '@/simulator/wire/service-error'
import { accessDeniedError, internalError, throttledError } from '@/simulator/wire/service-failures'
import { readCredentialScope, type WireRequest } from '@/simulator/wire/wire-request'
import { type WireAnswer, writeError, writeOutput } from '@/simulator/wire/write-answer'

/** What the account is made of; one per server. */
export type Account = {
  world: World
  metrics: MetricStore
  bill: Bill
  faults: FaultRules
  /** Null unless AWS's published rates are to be enforced. */
  rateLimits: RateLimits | null
  nextCount(key: string): number
  remember<Value>(key: string, make: () => Value): Value
}

/** An answer, or what the connection does instead of answering. */
export type CallOutcome = { answer: WireAnswer; cut: boolean } | { broken: 'reset' | 'hang' }

type Call = { route: Route; region: string; requestId: string; account: Account }

/** The input was read by this operation's schema, which is what the handler's own input type describes. */
function callHandler(route: Route, input: OperationInput, context: OperationContext): unknown {
  const handler = findHandler(route.service, route.operation.name)
  if (!handler) throw new UnknownRoute(route.protocol, route.service, `${route.operation.name} is not implemented here`)
  return handler(input as never, context)
}

async function perform(call: Call, request: WireRequest, fault: FaultKind | null): Promise<WireAnswer> {
  const { route, region, requestId, account } = call
  const { world } = account
  const nowMs = world.nowMs
  let units = 0
  let answered = false
  try {
    if (fault === 'throttle') throw throttledError(route.service)
    if (fault === 'access-denied') throw accessDeniedError(route.service, route.operation.name, world.accountId)
    if (fault === '500') throw internalError(route.service)
    if (account.rateLimits && !account.rateLimits.admits(route.operation, region)) {
      throw throttledError(route.service)
    }
    const input = await readInput(request, route)
    checkRequired(route.operation, input)
    const output = callHandler(route, input, {
      world,
      region,
      nowMs,
      requestId,
      metrics: account.metrics,
      addBilledUnits: (more) => {
        units += more
      },
      nextCount: account.nextCount,
      remember: account.remember,
    })
    const answer = writeOutput(route.protocol, route.operation, output ?? {}, requestId)
    answered = true
    return answer
  } finally {
    account.bill.record(route.operation, region, nowMs, answered, units)
  }
}

/** Answers one AWS call: route, faults, rate limit, input by schema, handler, output by schema. */
export async function answerCall(request: WireRequest, requestId: string, account: Account): Promise<CallOutcome> {
  let protocol: Route['protocol'] = 'rest-json'
  let service: Route['service'] = 'lambda'
  try {
    const route = routeRequest(request)
    protocol = route.protocol
    service = route.service
    const region = readCredentialScope(request)?.region ?? account.world.regions[0] ?? 'us-east-1'
    const fault = account.faults.next(route.operation, region)
    if (fault === 'reset' || fault === 'hang' || fault === 'html-404' || fault === 'html-500') {
      account.bill.record(route.operation, region, account.world.nowMs, false, 0)
      if (fault === 'reset' || fault === 'hang') return { broken: fault }
      return { answer: htmlAnswer(fault === 'html-404' ? 404 : 500), cut: false }
    }
    const answer = await perform({ route, region, requestId, account }, request, fault)
    return { answer: fault === 'bad-type' ? badTypeAnswer(answer) : answer, cut: fault === 'truncate' }
  } catch (error) {
    if (error instanceof UnknownRoute) {
      protocol = error.protocol
      service = error.service
    }
    if (!(error instanceof ServiceError)) console.error('Simulator failed to answer', request.path, error)
    const refusal = error instanceof ServiceError ? error : internalError(service)
    return { answer: writeError(protocol, service, refusal, requestId), cut: false }
  }
}

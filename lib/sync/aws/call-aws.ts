import type { FunctionShare } from '@/lib/server/meter'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { classifyError, isCutShort } from '@/lib/sync/aws/classify-error'
import { attemptGate } from '@/lib/sync/aws/clients'
import { NotSent } from '@/lib/sync/aws/not-sent'
import { functionsOf } from '@/lib/sync/aws/of-function'
import { numberOf, recordOf } from '@/lib/sync/aws/parse-values'

export type AwsCall<Answer> = {
  service: 'lambda' | 'logs' | 'cloudwatch' | 'xray' | 'sts'
  operation: string
  /** The functions that it is for, each once, where it asks for several at once; else those of the way in. */
  functions?: readonly FunctionShare[]
  /** Billed units that are known before the call; 1 a request where nothing else is billed. */
  units?: number
  /** Billed units that only the answer tells; null where it does not. */
  unitsOf?(answer: Answer): number | null
  /**
   * Billed units to count for an attempt whose answer never came or cannot be read. Where only the answer tells them, and
   * this is not given, they are taken for those of the next answer.
   */
  unitsUnread?: number
  /** Told of each attempt that AWS may have done, but whose answer never came or cannot be read. */
  onLost?(): void
  send(options: { abortSignal: AbortSignal }): Promise<Answer>
  /** Whether the answer has what AWS always sends. One that has not says nothing, not even that there is nothing. */
  isWhole(answer: Answer): boolean
}

/** The SDK does not repeat a call whose answer it could not read to its end. */
const CUT_SHORT_TRIES = 3

type Operation = { service: string; operation: string }

/**
 * The one way to AWS: each attempt is paced and metered before it is sent, and the operation's newest answer is kept.
 * Throws AwsFailure, or what our own side threw (BudgetUsedUp, or that the database is away) when the call was not sent. kind "gone" is an answer like any other to the operation.
 */
export async function callAws<Answer>(aws: AwsAccess, call: AwsCall<Answer>): Promise<Answer> {
  const { service, operation } = call
  const bucket = aws.bucketOf(service, operation)
  await refuseWithoutCredentials(aws, call)
  const of = { accountRegionId: aws.accountRegionId, functions: call.functions ?? functionsOf(aws) }
  const metered = { ...of, service, operation, units: call.units ?? 0, atMs: aws.nowMs }
  const gate = async () => {
    try {
      await bucket.take(aws.signal)
      await aws.meter.beforeCall(metered)
    } catch (error) {
      throw new NotSent(error)
    }
    aws.calls += 1
    return async (error: unknown) => {
      if (isRefusal(error)) return aws.meter.afterCall({ ...metered, units: -metered.units })
      call.onLost?.()
      if (call.unitsUnread !== undefined) await aws.meter.afterCall({ ...metered, units: call.unitsUnread })
      else if (call.unitsOf) await aws.meter.lostAnswer(metered)
    }
  }
  let answer: Answer
  try {
    answer = await attemptGate.run(gate, () => sendWhole(() => call.send({ abortSignal: aws.signal })))
    const isWhole = call.isWhole(answer)
    // What lacks a part is paid for all the same.
    const units = call.unitsOf === undefined ? 0 : call.unitsOf(answer)
    if (!isWhole) call.onLost?.()
    if (units !== null) await aws.meter.answered({ ...metered, units })
    else if (call.unitsUnread !== undefined) await aws.meter.afterCall({ ...metered, units: call.unitsUnread })
    else if (!isWhole) await aws.meter.lostAnswer(metered)
    if (!isWhole) throw new TypeError('The answer lacks a part that AWS always sends')
  } catch (error) {
    if (error instanceof NotSent && !aws.signal.aborted) throw error.cause
    throw await keepFailure(aws, call, error)
  }
  bucket.answered()
  await keepAnswer(aws, call, 'ok', null)
  await aws.outages.accepted(aws.accountRegionId)
  return answer
}

async function sendWhole<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send()
    } catch (error) {
      if (tries >= CUT_SHORT_TRIES || !isCutShort(error)) throw error
    }
  }
}

/** Whether AWS answered that it did not do it, which it does not bill. Without an answer it may have. */
function isRefusal(error: unknown): boolean {
  const status = numberOf(recordOf(recordOf(error)?.$metadata)?.httpStatusCode)
  return status !== null && status >= 400
}

/** Credentials that were not accepted a moment ago are not tried by every step at once. */
async function refuseWithoutCredentials(aws: AwsAccess, call: Operation): Promise<void> {
  const outage = await aws.outages.find(aws.accountRegionId, aws.nowMs)
  if (outage === null) return
  const { service, operation } = call
  throw new AwsFailure('credentials', outage.detail, { service, operation, iamAction: iamActionOf(call) })
}

async function keepFailure(aws: AwsAccess, call: Operation, error: unknown): Promise<AwsFailure> {
  // The call that was to bring the credentials failed, and is kept as what it is; this one was not sent.
  if (error instanceof AwsFailure) {
    if (error.kind === 'credentials') await aws.outages.failed(aws.accountRegionId, error.message, aws.nowMs)
    return error
  }
  const { service, operation } = call
  const { kind, detail } = aws.signal.aborted
    ? { kind: 'aborted' as const, detail: 'The run was cut short before it was answered.' }
    : classifyError(error)
  if (kind === 'throttled') await aws.bucketOf(service, operation).throttled()
  const failure = new AwsFailure(kind, detail, { service, operation, iamAction: iamActionOf(call) })
  if (kind === 'credentials') await aws.outages.failed(aws.accountRegionId, detail, aws.nowMs)
  if (kind === 'gone' || kind === 'denied') await aws.outages.accepted(aws.accountRegionId)
  if (kind === 'gone') await keepAnswer(aws, call, 'ok', null)
  else if (kind !== 'aborted') await keepAnswer(aws, call, kind, detail)
  return failure
}

function keepAnswer(aws: AwsAccess, call: Operation, state: string, detail: string | null): Promise<void> {
  const outcome = { state, detail, iamAction: iamActionOf(call), atMs: aws.nowMs }
  return aws.states.save(aws.accountRegionId, call.service, call.operation, outcome)
}

function iamActionOf({ service, operation }: Operation): string {
  return `${service}:${operation}`
}

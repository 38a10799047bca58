import type { StepStateName } from '@/lib/sync/sync-step'

/** credentials: they are not accepted at all; denied: they may not make this call. */
export type AwsFailureKind =
  | 'denied'
  | 'credentials'
  | 'throttled'
  | 'unavailable'
  | 'gone'
  | 'unreachable'
  | 'aborted'
  | 'other'

/** One AWS call that did not answer, classed. message says what it means and what to do; it never holds a parser's text. */
export class AwsFailure extends Error {
  readonly kind: AwsFailureKind
  readonly service: string
  readonly operation: string
  readonly iamAction: string

  constructor(kind: AwsFailureKind, message: string, call: { service: string; operation: string; iamAction: string }) {
    super(message)
    this.name = 'AwsFailure'
    this.kind = kind
    this.service = call.service
    this.operation = call.operation
    this.iamAction = call.iamAction
  }
}

/** The state of a step that this failure stopped. */
export function stateOfFailure(failure: AwsFailure): StepStateName {
  if (failure.kind === 'credentials') return 'denied'
  return failure.kind === 'other' || failure.kind === 'aborted' ? 'failed' : failure.kind
}

import type { CoverageReason } from '@/lib/contracts/summary'
import type { Source } from '@/lib/domain/source-operations'

/** An operation that AWS did not answer when it was asked last. */
export type Refusal = { operation: string; state: string; detail: string | null; iamAction: string | null }

/** What waiting for the pull looks like. */
export const WAIT_FOR_PULL =
  'Wait for the pull to get there; the Sync page shows how far it is. LAMBDASCOPE_BACKFILL sets how far back it goes.'

/** Why a source shows less than there is: an operation was not answered; with what to allow. */
export function refusalReason(source: Source, refusal: Refusal): CoverageReason {
  const { operation, state, detail, iamAction } = refusal
  const said = detail === null ? '' : `: ${detail}`
  if (state === 'denied') {
    return {
      code: `${source.toUpperCase()}_DENIED`,
      source,
      message: `AWS refuses ${operation}${said}`,
      fix: `Allow ${iamAction ?? operation} to the role that Lambdascope uses.`,
    }
  }
  if (state === 'unavailable') {
    return {
      code: `${source.toUpperCase()}_UNAVAILABLE`,
      source,
      message: `${operation} is not available from this endpoint${said}`,
      fix: null,
    }
  }
  return {
    code: `${source.toUpperCase()}_${state.toUpperCase()}`,
    source,
    message: `The newest ${operation} failed (${state})${said}`,
    fix: 'It is repeated by itself; the Sync page shows the runs.',
  }
}

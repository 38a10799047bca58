import type { FunctionLimits } from '@/components/charts/prepare-function-charts'
import { limitsOf } from '@/components/functions/limits-of'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import type { SummaryResponse } from '@/lib/contracts/summary'

type Summary = Pick<SummaryResponse, 'fromMs' | 'limits' | 'concurrency'>
type Detail = Pick<FunctionDetail, 'qualifiers' | 'memoryMb' | 'timeoutS'>

/**
 * The limits that charts of a window draw. What stands now says nothing of a window in which something else stood; where it
 * is not known what did, it is drawn as that of now.
 */
export function limitLines(summary: Summary | undefined, detail: Detail, qualifier: string | null): FunctionLimits {
  const ran = summary?.limits ?? null
  const held = summary?.concurrency
  const heldFromMs = held?.heldFromMs ?? null
  return {
    ...(ran ?? limitsOf(detail, qualifier)),
    areOfNow: ran === null,
    reserved: held?.isReservedSteady ? held.reserved : null,
    provisioned: held?.isProvisionedSteady ? held.provisioned : null,
    areHeldNow: summary === undefined || heldFromMs === null || heldFromMs > summary.fromMs,
  }
}

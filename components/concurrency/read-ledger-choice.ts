import type { LedgerResponse } from '@/lib/contracts/ledger'

type ParamReader = { get(name: string): string | null }

/** The minute that a URL asks for, else the one in which the most was claimed; null where none is known. */
export function readAt(params: ParamReader, { claimed, claimedMax, peakAtMs }: LedgerResponse): number | null {
  const at = Number(params.get('at') ?? Number.NaN)
  if (Number.isSafeInteger(at) && at > 0 && at <= 8.64e15) return Math.floor(at / 60_000) * 60_000
  const known = peakAtMs.findLast((one) => one !== null) ?? null
  return claimedMax === null ? known : (peakAtMs[claimed.indexOf(claimedMax)] ?? known)
}

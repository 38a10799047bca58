import { ServiceError } from '@/simulator/wire/service-error'
import type { WireRequest } from '@/simulator/wire/wire-request'

const allowedSkewMs = 5 * 60_000

/** The time of a signature: 20261124T144000Z. */
function readSignedAt(request: WireRequest): number | null {
  const text = request.headers['x-amz-date'] ?? request.query.get('X-Amz-Date') ?? ''
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return null
  const [year = 0, month = 1, ...rest] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, ...(rest as [number, number, number, number]))
}

/** Refuses a signature that is more than five minutes away from the server's clock, in AWS's words. */
export function checkSignedAt(request: WireRequest, serverMs: number): void {
  const signedAtMs = readSignedAt(request)
  if (signedAtMs === null || Math.abs(signedAtMs - serverMs) <= allowedSkewMs) return
  const [signed, server] = [signedAtMs, serverMs].map((ms) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, ''))
  const message =
    signedAtMs < serverMs
      ? `Signature expired: ${signed} is now earlier than ${server}`
      : `Signature not yet current: ${signed} is still later than ${server}`
  throw new ServiceError('InvalidSignatureException', message, 403, { queryCode: 'SignatureDoesNotMatch' })
}

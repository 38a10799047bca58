import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a page token is bound to: another operation, region or parameter set makes it invalid, as at AWS. */
export type TokenBinding = { operation: string; region: string; parameters: unknown; nowMs: number }

const secret = 'page tokens of the local AWS'
const validForMs = 24 * 60 * 60_000

function sign(payload: string): Buffer {
  return createHmac('sha256', secret).update(payload).digest().subarray(0, 12)
}

function hashBinding({ operation, region, parameters }: TokenBinding): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, region, parameters]))
    .digest('base64url')
    .slice(0, 16)
}

/** Packs the position of a listing into an opaque, signed token. */
export function encodePageToken(binding: TokenBinding, state: unknown): string {
  const payload = JSON.stringify({ h: hashBinding(binding), t: binding.nowMs, s: state })
  return Buffer.concat([sign(payload), Buffer.from(payload)]).toString('base64')
}

/**
 * The state packed by `encodePageToken`, or null when the token is foreign, altered, older than 24 h or made for
 * other parameters. The cast holds because only this process can sign, and it signs one shape per operation.
 */
export function decodePageToken<State>(binding: TokenBinding, token: string): State | null {
  const bytes = Buffer.from(token, 'base64')
  if (bytes.byteLength < 14) return null
  const payload = bytes.subarray(12).toString('utf8')
  if (!timingSafeEqual(bytes.subarray(0, 12), sign(payload))) return null
  const packed = JSON.parse(payload) as { h: string; t: number; s: State }
  if (packed.h !== hashBinding(binding) || binding.nowMs - packed.t > validForMs) return null
  return packed.s
}

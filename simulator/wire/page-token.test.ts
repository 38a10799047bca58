import { expect, it } from 'vitest'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

const binding = { operation: 'ListX', region: 'eu-west-1', parameters: { limit: 5 }, nowMs: 1_000_000 }
const token = encodePageToken(binding, { at: 7 })

it('gives the state back to the same request', () => {
  expect(decodePageToken(binding, token)).toEqual({ at: 7 })
  expect(token).toMatch(/^[A-Za-z0-9+/=]+$/)
})

it.each([
  ['another operation', { ...binding, operation: 'ListY' }, token],
  ['another region', { ...binding, region: 'us-east-1' }, token],
  ['other parameters', { ...binding, parameters: { limit: 6 } }, token],
  ['a day later', { ...binding, nowMs: binding.nowMs + 24 * 3_600_000 + 1 }, token],
  ['an altered token', binding, `${token.slice(0, -4)}AAAA`],
  ['a foreign token', binding, 'bm90IGEgdG9rZW4gb2Ygb3VycyBhdCBhbGw='],
  ['no base64', binding, '%%'],
])('refuses %s', (_why, other, text) => {
  expect(decodePageToken(other, text)).toBeNull()
})

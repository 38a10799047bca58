import { describe, expect, it } from 'vitest'
import { samePathOnly } from '@/lib/client/same-path-only'

describe('samePathOnly', () => {
  it.each(['/traces', '/functions/orders-api?range=1h&qualifier=live', '/invocations/a-b#lines'])(
    'keeps %s',
    (path) => {
      expect(samePathOnly(path)).toBe(path)
    },
  )

  it.each([
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/traces',
    '/api/functions',
    '/welcome?token=x',
  ])('goes home instead of to %s', (path) => {
    expect(samePathOnly(path)).toBe('/overview')
  })
})

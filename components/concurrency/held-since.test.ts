import { expect, it } from 'vitest'
import { heldSince } from '@/components/concurrency/held-since'

it('says from when on it is known what functions held, where the window begins before', () => {
  const heldFromMs = Date.UTC(2026, 10, 20, 12)
  expect(heldSince({ heldFromMs, fromMs: heldFromMs }, 'UTC')).toBeNull()
  expect(heldSince({ heldFromMs, fromMs: heldFromMs - 1 }, 'UTC')).toMatch(/before .*12:00.* is not known/)
  expect(heldSince({ heldFromMs: null, fromMs: heldFromMs }, 'UTC')).toMatch(/not known of any past minute/)
})

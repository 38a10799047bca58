import { expect, it } from 'vitest'
import { settledWindow } from '@/lib/client/coverage-options'

const MINUTE = 60_000
const NOW = 100 * MINUTE + 30_000

it.each([
  ['that ends now', { from: 0, to: NOW }, { from: 0, to: 90 * MINUTE }],
  ['that ended long ago', { from: 0, to: 50 * MINUTE }, { from: 0, to: 50 * MINUTE }],
  ['of the newest minutes alone', { from: 95 * MINUTE, to: NOW }, null],
])('leaves the newest ten minutes out of a window %s', (_, window, settled) => {
  expect(settledWindow(window, NOW)).toEqual(settled)
})

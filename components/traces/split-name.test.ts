import { expect, it } from 'vitest'
import { splitName } from '@/components/traces/split-name'

it.each([
  ['orders-api', ['orders-api']],
  ['payment-events-queue', ['payment-', 'events-queue']],
  ['checkout_worker', ['checkout_', 'worker']],
  // Parted at its separator it would not fit.
  ['a-very-long-name-of-a-function-indeed', ['a-very-long-n', 'ame-of-a-fun…']],
  ['withoutanyseparator', ['withoutanysep', 'arator']],
])('parts %s', (name, lines) => {
  expect(splitName(name, 13)).toEqual(lines)
})

import { expect, it } from 'vitest'
import { changesLink } from '@/lib/client/change-marks-options'

it('a flag leads to the changes of its own functions, account and region, around its moment', () => {
  const of = { names: ['orders'], places: [{ accountId: '111122223333', region: 'eu-west-1' }] }
  expect(changesLink(of, { atMs: 3_600_000, untilMs: 3_600_001 })).toEqual({
    to: '/changes',
    params: {
      functionName: 'orders',
      scope: '111122223333/eu-west-1',
      range: null,
      from: '3000000',
      to: '4200001',
    },
  })
})

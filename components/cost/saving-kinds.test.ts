import { expect, it } from 'vitest'
import { SAVING_KINDS } from '@/components/cost/saving-kinds'

it('a saving of provisioned concurrency leads to where its use is told', () => {
  expect(SAVING_KINDS.provisioned.evidence.rest).toBe('/concurrency')
  expect(SAVING_KINDS.memory.evidence.rest).toBe('/performance')
})

import { expect, it } from 'vitest'
import { limitLines } from '@/components/functions/limit-lines'

const DETAIL = { qualifiers: [], memoryMb: 512, timeoutS: 30 }
const HELD = { max: 1, reserved: 5, provisioned: 2, isReservedSteady: true, isProvisionedSteady: true, heldFromMs: 900 }
const SUMMARY = { fromMs: 1_000, limits: { timeoutS: 3, memoryMb: null }, concurrency: HELD }

it('draws what stood in the window as such', () => {
  expect(limitLines(SUMMARY, DETAIL, null)).toEqual({
    ...{ timeoutS: 3, memoryMb: null, areOfNow: false, reserved: 5, provisioned: 2, areHeldNow: false },
  })
})

it('draws what stands now as that of now where log lines do not tell which version ran', () => {
  const lines = limitLines({ ...SUMMARY, limits: null }, DETAIL, null)
  expect(lines).toMatchObject({ timeoutS: 30, memoryMb: 512, areOfNow: true, areHeldNow: false })
})

it('draws what is held as that of now where it is not known since the window began, and nothing where it was another', () => {
  const held = (change: Partial<typeof HELD> | { heldFromMs: null }) =>
    limitLines({ ...SUMMARY, concurrency: { ...HELD, ...change } }, DETAIL, null)
  expect(held({ heldFromMs: 1_001 })).toMatchObject({ reserved: 5, provisioned: 2, areHeldNow: true })
  expect(held({ heldFromMs: null })).toMatchObject({ reserved: 5, provisioned: 2, areHeldNow: true })
  expect(held({ isReservedSteady: false })).toMatchObject({ reserved: null, provisioned: 2, areHeldNow: false })
})

import { expect, it } from 'vitest'
import { runSuite } from '@/scripts/test-suite/run-suite'
import type { SuiteStep } from '@/scripts/test-suite/suite-steps'

const step = (name: string): SuiteStep => ({ name, command: [] })
const settle = () => new Promise((resolve) => setImmediate(resolve))

it('runs the first steps in their order, then lanes side by side, and counts all', async () => {
  const begun: string[] = []
  const end = new Map<string, () => void>()
  const running = runSuite(
    { first: [step('a'), step('b')], lanes: [[step('c'), step('d')], [step('e')]] },
    ({ name }) => {
      begun.push(name)
      return new Promise((resolve) => end.set(name, () => resolve({ passed: 1, failed: 0 })))
    },
  )
  const endOf = async (name: string) => {
    end.get(name)?.()
    await settle()
    return begun.join('')
  }
  expect(await endOf('')).toBe('a')
  expect(await endOf('a')).toBe('ab')
  expect(await endOf('b')).toBe('abce')
  expect(await endOf('c')).toBe('abced')
  await endOf('e')
  await endOf('d')
  expect(await running).toEqual({ passed: 5, failed: 0, left: 0 })
})

it('begins no step in any lane once one failed, and says how many are left', async () => {
  const begun: string[] = []
  const suite = {
    first: [step('a')],
    lanes: [
      [step('b'), step('c')],
      [step('d'), step('e'), step('f')],
    ],
  }
  const count = await runSuite(suite, async ({ name }) => {
    begun.push(name)
    await settle()
    return name === 'b' ? { passed: 2, failed: 1 } : { passed: 1, failed: 0 }
  })
  expect(begun).toEqual(['a', 'b', 'd'])
  expect(count).toEqual({ passed: 4, failed: 1, left: 3 })
})

import { expect, it } from 'vitest'
import { startSimulator } from '@/e2e/fixtures/start-simulator'

const SINCE = new Date('2026-11-20T12:00:00Z')
const HOUR_MS = 3_600_000

async function readTruth(now: Date, fromMs: number, toMs: number): Promise<unknown> {
  const simulator = await startSimulator({ since: SINCE, now, frozen: true, functions: 6, hours: 2 })
  try {
    const response = await fetch(`${simulator.url}/_truth?from=${fromMs}&to=${toMs}`)
    const truth: { functions: unknown[] } = await response.json()
    return truth.functions
  } finally {
    await simulator.stop()
  }
}

it('is the same account whenever it is started again', async () => {
  const window = [SINCE.getTime() - HOUR_MS, SINCE.getTime() + HOUR_MS / 2] as const
  const early = await readTruth(new Date(SINCE.getTime() + HOUR_MS), ...window)
  const late = await readTruth(new Date(SINCE.getTime() + 3 * HOUR_MS), ...window)
  expect(late).toEqual(early)
  expect(JSON.stringify(early)).toMatch(/"invocations":[1-9]/)
})

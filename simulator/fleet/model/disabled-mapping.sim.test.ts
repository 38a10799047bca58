import { expect, it } from 'vitest'
import { testWorld } from '@/simulator/fleet/testing-world'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

it('reads nothing from a queue or stream while the mapping is disabled, and what waited afterwards', () => {
  const world = testWorld(1, 18)
  const fromMs = world.nowMs
  world.advanceTo(fromMs + 17 * HOUR_MS)
  const changes = world.regions.flatMap((region) => world.changes(region, fromMs, world.nowMs))
  const disabled = changes.filter(({ kind }) => kind === 'mapping-disabled')
  let waited = 0
  for (const { region, functionName, atMs } of disabled) {
    const calls = (since: number, until: number) => [...world.invocations(region, functionName, since, until)].length
    const enabledMs = atMs + 3 * HOUR_MS
    if (enabledMs + 10 * MINUTE_MS > world.nowMs) continue
    // A batch that had been waited for still comes.
    expect(calls(atMs + MINUTE_MS, enabledMs), functionName).toBe(0)
    waited += calls(enabledMs, enabledMs + MINUTE_MS)
  }
  expect(waited).toBeGreaterThan(0)
  const enabled = changes.filter(({ kind }) => kind === 'mapping-enabled')
  expect(enabled.length).toBeGreaterThan(0)
  for (const { region, functionName } of enabled) {
    const fn = world.functions(region).find(({ name }) => name === functionName)
    expect(fn?.eventSourceMappings[0]).toMatchObject({ State: 'Enabled' })
  }
})

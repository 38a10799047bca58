import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { findFreePort } from '@/lib/launch/find-free-port'

it('answers the wanted port, or another one while something listens there, and none that outgoing connections get', async () => {
  const wanted = await findFreePort()
  expect(wanted).toBeLessThan(32_768)
  expect(await findFreePort(wanted)).toBe(wanted)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve))
  const other = await findFreePort(wanted)
  expect(other).not.toBe(wanted)
  expect(other).toBeGreaterThanOrEqual(20_000)
  expect(other).toBeLessThan(32_768)
  await new Promise((resolve) => server.close(resolve))
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'

function run(...args: string[]) {
  return spawn(process.execPath, ['--no-warnings', '--import', 'tsx', 'simulator/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

it('prints its address when it is ready and exits soon after SIGTERM', async () => {
  const child = run('--port', '0', '--functions', '5', '--hours', '0', '--frozen')
  let url = ''
  for await (const line of createInterface({ input: child.stdout })) {
    url = /^Simulator is ready: (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1] ?? ''
    break
  }
  expect(await (await fetch(`${url}/_health`)).json()).toMatchObject({ status: 'ready' })
  const stoppedMs = performance.now()
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  // A connection that is kept open, such as that of the answer above, would hold it for five seconds.
  expect(performance.now() - stoppedMs).toBeLessThan(4000)
})

it('exits with a message for an option that is wrong', async () => {
  const child = run('--hours', 'many')
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  expect(await once(child, 'close')).toEqual([1, null])
  expect(text).toContain('--hours must be a whole number')
})

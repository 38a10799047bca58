import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError } from '@/lib/launch/launch-error'

/**
 * Throws LaunchError when the web server could not listen. Asks again for a while: the web server of an instance that
 * was killed a moment ago is about to go.
 */
export async function refusePortInUse(port: number, host: string, patienceMs = 2_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const refusal = await tryToListen(port, host)
    if (refusal === null) return
    if (refusal !== 'EADDRINUSE' || performance.now() > deadline) throw new LaunchError(explain(refusal, port, host))
    await sleep(100)
  }
}

function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ port, host }, () => server.close(() => resolve(null)))
  })
}

function explain(refusal: string, port: number, host: string): string {
  const other = `choose another port, such as PORT=${port + 1 > 65_535 ? 3_000 : port + 1} npm start`
  if (refusal === 'EADDRINUSE') return `Port ${port} on ${host} is in use by another program. Stop it, or ${other}.`
  if (refusal === 'EACCES') return `Port ${port} may only be used by root. Please ${other}.`
  return `The web server cannot listen on ${host} (${refusal}). Set HOST to an address of this machine.`
}

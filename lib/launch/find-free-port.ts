import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections, one of which may take a port before its server listens. */
const FIRST = 20_000
const LAST = 32_767
const TRIES = 20

/** A TCP port of the loopback interface that nothing listens on at this moment: `wanted` when it is one, else any. */
export async function findFreePort(wanted?: number): Promise<number> {
  const candidates = Array.from({ length: TRIES }, () => randomInt(FIRST, LAST + 1))
  for (const port of wanted === undefined ? candidates : [wanted, ...candidates]) {
    if (await isFree(port)) return port
  }
  throw new Error('no free port on 127.0.0.1')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { PAGE_BYTES, type PreparedGroup, preparePages } from '@/bench/ingest-parts/make-pages'

/*
 * Answers FilterLogEvents from pages that were prepared beforehand, so that making them costs the measured time nothing,
 * and GetCallerIdentity. Arguments: groups, events of each, end of their time, bytes a page, and how long an answer takes, ms.
 * Says where it listens, and what it holds.
 */
const [groups = 1, events = 1, endMs = 0, pageBytes = PAGE_BYTES, latencyMs = 0] = process.argv.slice(2).map(Number)
const prepared = new Map<string, PreparedGroup>()
for (let group = 0; group < groups; group += 1) {
  const made = preparePages(group, events, endMs, pageBytes)
  prepared.set(made.name, made)
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::123456789012:user/bench</Arn><UserId>AIDABENCH</UserId><Account>123456789012</Account>
  </GetCallerIdentityResult><ResponseMetadata><RequestId>bench</RequestId></ResponseMetadata></GetCallerIdentityResponse>`

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const server = createServer(async (request, response) => {
  const body = await readBody(request)
  if (request.headers['x-amz-target'] !== 'Logs_20140328.FilterLogEvents') {
    const isIdentity = body.includes('Action=GetCallerIdentity')
    response.writeHead(isIdentity ? 200 : 404, { 'content-type': 'text/xml' }).end(isIdentity ? IDENTITY : '')
    return
  }
  if (latencyMs > 0) await sleep(latencyMs)
  const asked: unknown = JSON.parse(body)
  const { logGroupName, nextToken } = asked as { logGroupName: string; nextToken?: string }
  const page = prepared.get(logGroupName)?.bodies[Number(nextToken ?? 0)]
  const answer = page ?? Buffer.from('{"__type":"ResourceNotFoundException","message":"No such group."}')
  const status = page === undefined ? 400 : 200
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'content-length': answer.length })
  response.end(answer)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const all = [...prepared.values()]
  const facts = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: all.reduce((sum, { bodies }) => sum + bodies.length, 0),
    events: all.reduce((sum, group) => sum + group.events, 0),
    invocations: all.reduce((sum, group) => sum + group.invocations, 0),
  }
  console.log(`READY ${JSON.stringify(facts)}`)
})

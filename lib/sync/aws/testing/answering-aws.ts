import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cbor, dateToTag } from '@smithy/core/cbor'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { type AwsClients, createClients } from '@/lib/sync/aws/clients'

/** name: the operation, where a header names it, or else the last part of the path. */
export type AskedCall = { name: string; path: string; input: Record<string, unknown> }

/** The body of an answer; one with `__type` is a refusal. */
export type Answer = Record<string, unknown>

export type AnsweringAws = { clients: AwsClients; close(): void }

export const ACCESS_DENIED: Answer = { __type: 'AccessDeniedException', message: 'no' }

/** A moment as CloudWatch's answers hold it. */
export function cborTime(atMs: number): unknown {
  return dateToTag(new Date(atMs))
}

/** An endpoint that speaks JSON over HTTP, or to CloudWatch's client CBOR, and answers what a test says. */
export async function startAnsweringAws(answer: (call: AskedCall) => Answer | Promise<Answer>): Promise<AnsweringAws> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = Buffer.concat(parts)
    const isCbor = request.headers['smithy-protocol'] === 'rpc-v2-cbor'
    const input = body.length === 0 ? {} : isCbor ? cbor.deserialize(body) : JSON.parse(body.toString())
    const path = new URL(request.url ?? '/', 'http://aws').pathname
    const target = request.headers['x-amz-target']
    const name = (typeof target === 'string' ? target.split('.') : path.split('/')).filter((one) => one !== '').at(-1)
    const given = await answer({ name: name ?? '', path, input })
    response.statusCode = '__type' in given ? 400 : 200
    if (isCbor) response.setHeader('smithy-protocol', 'rpc-v2-cbor')
    response.setHeader('content-type', isCbor ? 'application/cbor' : 'application/json')
    response.end(isCbor ? cbor.serialize(given) : JSON.stringify(given))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ACCESS_KEY_ID = 'test'
  process.env.AWS_SECRET_ACCESS_KEY = 'test'
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clients = createClients('eu-west-1')
  return {
    clients,
    close() {
      clients.destroy()
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Access to an account-region through these clients, with nothing that counts, paces or remembers unless it is given. */
export function openTestAws(own: Partial<AwsAccess> & Pick<AwsAccess, 'clients'>): AwsAccess {
  const nothing = async () => undefined
  return {
    ...{ accountRegionId: 1, region: 'eu-west-1', nowMs: 0, calls: 0, signal: new AbortController().signal },
    meter: { beforeCall: nothing, afterCall: nothing, lostAnswer: nothing, answered: nothing },
    states: { save: nothing },
    bucketOf: () => ({ take: nothing, answered: () => undefined, throttled: nothing }),
    outages: { find: async () => null, failed: nothing, accepted: nothing },
    ...own,
  }
}

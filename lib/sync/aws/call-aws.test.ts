import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { assumeRoleProvider } from '@/lib/sync/accounts/assume-role-provider'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { createClients } from '@/lib/sync/aws/clients'
import { openTestAws } from '@/lib/sync/aws/testing/answering-aws'

process.env.AWS_ACCESS_KEY_ID = 'test'
process.env.AWS_SECRET_ACCESS_KEY = 'test'
process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'

const clients = createClients('eu-west-1')
const nothing = openTestAws({ clients })
const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
const shutDown = Object.assign(new Error('terminating connection'), { code: '57P01' })
let saved: unknown[] = []

beforeEach(() => {
  saved = []
})

afterAll(() => clients.destroy())

function ask(own: Partial<AwsAccess>): Promise<unknown> {
  const aws = openTestAws({
    clients,
    states: { save: async (...values: unknown[]) => void saved.push(values) },
    ...own,
  })
  return callAws(aws, {
    service: 'sts',
    operation: 'GetCallerIdentity',
    send: (options) => aws.clients.sts.send(new GetCallerIdentityCommand({}), options),
    isWhole: () => true,
  })
}

function bucketThat(take: (signal: AbortSignal) => Promise<void>): AwsAccess['bucketOf'] {
  return () => ({ ...nothing.bucketOf('', ''), take })
}

it.each([away, shutDown])('an outage of our own database is not taken for one of AWS: %s', async (outage) => {
  const refuse = () => Promise.reject(outage)
  await expect(ask({ meter: { ...nothing.meter, beforeCall: refuse } })).rejects.toBe(outage)
  await expect(ask({ bucketOf: bucketThat(refuse) })).rejects.toBe(outage)
  const credentials = assumeRoleProvider({
    ...{ roleArn: 'arn:aws:iam::1:role/reader', externalId: null, clock: Date.now, onOutcome: async () => undefined },
    open: () => openTestAws({ clients, bucketOf: bucketThat(refuse) }),
  })
  const assuming = createClients('eu-west-1', { credentials })
  await expect(ask({ clients: assuming })).rejects.toBe(outage)
  assuming.destroy()
  expect(saved).toEqual([])
})

it('a call that is given up while it waits for its turn is cut short', async () => {
  const giveUp = new AbortController()
  const waiting = bucketThat(async (signal) => {
    giveUp.abort()
    throw signal.reason
  })
  await expect(ask({ bucketOf: waiting, signal: giveUp.signal })).rejects.toMatchObject({ kind: 'aborted' })
  expect(saved).toEqual([])
})

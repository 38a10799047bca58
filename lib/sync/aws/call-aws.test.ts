import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { callAws } from '@/lib/sync/aws/call-aws'
import { createClients } from '@/lib/sync/aws/clients'
import { openTestAws } from '@/lib/sync/aws/testing/answering-aws'

process.env.AWS_ACCESS_KEY_ID = 'test'
process.env.AWS_SECRET_ACCESS_KEY = 'test'
process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'

it('an outage of our own database in the meter is not taken for one of AWS', async () => {
  const outage = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
  const clients = createClients('eu-west-1')
  const saved: unknown[] = []
  const aws = openTestAws({
    clients,
    meter: { ...openTestAws({ clients }).meter, beforeCall: () => Promise.reject(outage) },
    states: { save: async (...values: unknown[]) => void saved.push(values) },
  })
  const call = callAws(aws, {
    service: 'sts',
    operation: 'GetCallerIdentity',
    send: (options) => clients.sts.send(new GetCallerIdentityCommand({}), options),
    isWhole: () => true,
  })
  await expect(call).rejects.toBe(outage)
  expect(saved).toEqual([])
  clients.destroy()
})

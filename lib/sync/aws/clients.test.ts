import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, expect, it } from 'vitest'
import { createClients } from '@/lib/sync/aws/clients'

process.env.AWS_ACCESS_KEY_ID = 'test'
process.env.AWS_SECRET_ACCESS_KEY = 'test'
process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'
const clients = createClients('eu-west-1')

afterAll(() => clients.destroy())

it('lets no call go around the meter', async () => {
  const around = 'Every AWS call goes through callAws'
  await expect(clients.lambda.send(new GetAccountSettingsCommand({}))).rejects.toThrow(around)
  await expect(clients.sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow(around)
})

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { STSClient } from '@aws-sdk/client-sts'
import { XRayClient } from '@aws-sdk/client-xray'
import { createClock } from '@/simulator/control/clock'
import { createWorld } from '@/simulator/fleet/create-world'
import type { World } from '@/simulator/fleet/types'
import { startServer } from '@/simulator/wire/start-server'

export type TestAccount = {
  url: string
  world: World
  nowMs: number
  lambda: LambdaClient
  logs: CloudWatchLogsClient
  cloudwatch: CloudWatchClient
  xray: XRayClient
  sts: STSClient
  control(method: string, path: string, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

export type TestAccountOptions = {
  hours?: number
  functions?: number
  transactionSearch?: string[]
  region?: string
  throttle?: boolean
  realNow?: () => number
  frozen?: boolean
  nowMs?: number
}

/** A server on a free port over a small frozen world, and the SDK's own clients pointed at it (one attempt each). */
export async function startTestAccount(options: TestAccountOptions = {}): Promise<TestAccount> {
  const nowMs = options.nowMs ?? Date.parse('2026-11-24T14:40:00Z')
  const world = createWorld({
    seed: 1,
    functions: options.functions ?? 40,
    hours: options.hours ?? 2,
    nowMs,
    transactionSearch: options.transactionSearch,
  })
  const clock = createClock(nowMs, options.frozen ?? true)
  const server = await startServer({
    world,
    clock,
    port: 0,
    throttle: options.throttle ?? false,
    realNow: options.realNow,
  })
  const config = {
    endpoint: server.url,
    region: options.region ?? 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  }
  const clients = {
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    cloudwatch: new CloudWatchClient(config),
    xray: new XRayClient(config),
    sts: new STSClient(config),
  }
  return {
    url: server.url,
    world,
    nowMs,
    ...clients,
    async control(method, path, body) {
      const response = await fetch(`${server.url}${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return response.json()
    },
    async close() {
      for (const client of Object.values(clients)) client.destroy()
      await server.close()
    },
  }
}

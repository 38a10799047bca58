import { AsyncLocalStorage } from 'node:async_hooks'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { STSClient } from '@aws-sdk/client-sts'
import { XRayClient } from '@aws-sdk/client-xray'
import type { AwsCredentialIdentityProvider } from '@smithy/types'

export type AwsClients = {
  lambda: LambdaClient
  logs: CloudWatchLogsClient
  cloudwatch: CloudWatchClient
  xray: XRayClient
  sts: STSClient
  destroy(): void
}

/** What has to happen after an attempt that failed. */
export type AfterFailure = (error: unknown) => Promise<void>

/** What has to happen before each attempt of the call that is under way, retries included. */
export const attemptGate = new AsyncLocalStorage<() => Promise<AfterFailure>>()

/** Longest waits, ms: for a connection, for the head of an answer, and for the next byte of it. */
export type Timeouts = { connectionTimeout: number; requestTimeout: number; socketTimeout: number }

const TIMEOUTS: Timeouts = { connectionTimeout: 3_000, requestTimeout: 30_000, socketTimeout: 30_000 }

/** Without credentials or profile the SDK's own credential chain applies. */
export type ClientOptions = {
  credentials?: AwsCredentialIdentityProvider
  profile?: string
  timeouts?: Timeouts
}

/** One client for each service of one region (undefined: the one that the SDK finds); the SDK's endpoint variables apply. */
export function createClients(region: string | undefined, options: ClientOptions = {}): AwsClients {
  const { timeouts = TIMEOUTS, ...identity } = options
  // Without throwOnRequestTimeout the SDK only warns of an answer that does not come, and waits on.
  const requestHandler = { ...timeouts, throwOnRequestTimeout: true }
  const common = { region, requestHandler, retryMode: 'standard', ...identity }
  const clients = {
    lambda: new LambdaClient(common),
    // Only Live Tail has a host prefix, and no endpoint but AWS's own answers under it.
    logs: new CloudWatchLogsClient({ ...common, disableHostPrefix: true }),
    cloudwatch: new CloudWatchClient(common),
    xray: new XRayClient(common),
    sts: new STSClient(common),
  }
  const position = { step: 'finalizeRequest', name: 'passGate', priority: 'low' } as const
  clients.lambda.middlewareStack.add(passGate, position)
  clients.logs.middlewareStack.add(passGate, position)
  clients.cloudwatch.middlewareStack.add(passGate, position)
  clients.xray.middlewareStack.add(passGate, position)
  clients.sts.middlewareStack.add(passGate, position)
  return {
    ...clients,
    destroy() {
      for (const client of Object.values(clients)) client.destroy()
    },
  }
}

/** The retry loop of the SDK lies outside of this step, so that every attempt passes the gate; no call goes around it. */
function passGate<Args, Output>(next: (args: Args) => Promise<Output>): (args: Args) => Promise<Output> {
  return async (args) => {
    const gate = attemptGate.getStore()
    if (gate === undefined) throw new Error('Every AWS call goes through callAws')
    const afterFailure = await gate()
    try {
      return await next(args)
    } catch (error) {
      await afterFailure(error)
      throw error
    }
  }
}

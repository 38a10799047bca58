import { AsyncLocalStorage } from 'node:async_hooks'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { STSClient } from '@aws-sdk/client-sts'
import { XRayClient } from '@aws-sdk/client-xray'

export type AwsClients = {
  lambda: LambdaClient
  logs: CloudWatchLogsClient
  cloudwatch: CloudWatchClient
  xray: XRayClient
  sts: STSClient
  destroy(): void
}

/** What has to happen before each attempt of the call that is under way, retries included. */
export const attemptGate = new AsyncLocalStorage<() => Promise<void>>()

const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 30_000 }

/** One client for each service of one region (undefined: the one that the SDK finds); the SDK's own credential chain and endpoint variables apply. */
export function createClients(region: string | undefined): AwsClients {
  const common = { region, requestHandler: TIMEOUTS, retryMode: 'standard' }
  const clients = {
    lambda: new LambdaClient(common),
    // Only Live Tail has a host prefix, and no endpoint but AWS's own answers under it.
    logs: new CloudWatchLogsClient({ ...common, disableHostPrefix: true }),
    cloudwatch: new CloudWatchClient(common),
    xray: new XRayClient(common),
    sts: new STSClient(common),
  }
  const options = { step: 'finalizeRequest', name: 'passGate', priority: 'low' } as const
  clients.lambda.middlewareStack.add(passGate, options)
  clients.logs.middlewareStack.add(passGate, options)
  clients.cloudwatch.middlewareStack.add(passGate, options)
  clients.xray.middlewareStack.add(passGate, options)
  clients.sts.middlewareStack.add(passGate, options)
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
    await gate()
    return next(args)
  }
}

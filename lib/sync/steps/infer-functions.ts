import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { describeLogGroups } from '@/lib/sync/aws/describe-log-groups'
import { listMetrics } from '@/lib/sync/aws/list-metrics'
import { storeInferredFunctions } from '@/lib/sync/store/store-functions'
import type { AccountRegion, StepRun } from '@/lib/sync/sync-step'

const PREFIX = '/aws/lambda/'
const FUNCTION_NAME = /^[A-Za-z0-9_-]{1,140}$/

/**
 * Finds functions by the traces that they leave: their log groups and metrics. Stored with inferred = true; a function
 * that a listing once told keeps what it told. Either source may be refused too. Returns the names of those that are new.
 */
export async function inferFunctions(run: StepRun): Promise<string[]> {
  const names = new Set<string>()
  await unlessRefused(async () => {
    for await (const groups of describeLogGroups(run.aws, PREFIX)) {
      for (const { name } of groups) names.add(name.slice(PREFIX.length))
    }
  })
  await unlessRefused(async () => {
    for await (const metrics of listMetrics(run.aws, { recentlyActive: false })) {
      for (const { dimensions } of metrics) names.add(dimensions.get('FunctionName') ?? '')
    }
  })
  const functions = [...names]
    .filter((name) => FUNCTION_NAME.test(name))
    .map((name) => ({ name, arn: functionArn(run.place, name) }))
  return storeInferredFunctions(run.lease, { accountRegionId: run.place.id, nowMs: run.nowMs }, functions)
}

async function unlessRefused(read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    // The refusal is kept in api_state; the other source may still answer.
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
  }
}

function functionArn({ accountId, region }: AccountRegion, name: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`
}

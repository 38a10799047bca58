import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { GetGroupsCommand } from '@aws-sdk/client-xray'
import type { TestAccount } from '@/simulator/testing/start-test-account'

const HOUR_MS = 3_600_000
const Metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors' }

/** A call of each service; the account is asked for when one is made. */
export function callEachService(account: () => TestAccount) {
  return {
    lambda: () => account().lambda.send(new ListFunctionsCommand({})),
    logs: () => account().logs.send(new DescribeLogGroupsCommand({})),
    xray: () => account().xray.send(new GetGroupsCommand({})),
    sts: () => account().sts.send(new GetCallerIdentityCommand({})),
    cloudwatch: () => {
      const { cloudwatch, nowMs } = account()
      const window = { StartTime: new Date(nowMs - HOUR_MS), EndTime: new Date(nowMs) }
      const MetricDataQueries = [{ Id: 'a', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }]
      return cloudwatch.send(new GetMetricDataCommand({ ...window, MetricDataQueries }))
    },
  }
}

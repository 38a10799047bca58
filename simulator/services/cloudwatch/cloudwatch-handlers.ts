import { getMetricData } from '@/simulator/services/cloudwatch/get-metric-data'
import { getMetricStatistics } from '@/simulator/services/cloudwatch/get-metric-statistics'
import { listMetrics } from '@/simulator/services/cloudwatch/list-metrics'
import type { OperationHandlers } from '@/simulator/wire/operation-context'

export const cloudwatchHandlers: OperationHandlers = {
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
}

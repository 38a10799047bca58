/** The AWS operations that each source is read with, those first without which there is nothing of it. */
export const OPERATIONS = {
  inventory: [
    ...(['ListFunctions', 'GetFunction', 'ListVersionsByFunction', 'ListAliases', 'GetPolicy'] as const),
    ...(['ListProvisionedConcurrencyConfigs', 'ListEventSourceMappings', 'GetAccountSettings'] as const),
    ...(['ListFunctionEventInvokeConfigs', 'ListFunctionUrlConfigs'] as const),
    ...(['GetFunctionRecursionConfig', 'GetRuntimeManagementConfig', 'GetFunctionScalingConfig'] as const),
  ],
  metrics: ['GetMetricData', 'ListMetrics'],
  logs: ['FilterLogEvents', 'StartQuery', 'GetQueryResults', 'DescribeLogGroups'],
  traces: ['GetTraceSummaries', 'BatchGetTraces'],
} as const
export type Source = keyof typeof OPERATIONS

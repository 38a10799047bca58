import { cloudwatchHandlers } from '@/simulator/services/cloudwatch/cloudwatch-handlers'
import { lambdaHandlers } from '@/simulator/services/lambda/lambda-handlers'
import { logsHandlers } from '@/simulator/services/logs/logs-handlers'
import { stsHandlers } from '@/simulator/services/sts/sts-handlers'
import { xrayHandlers } from '@/simulator/services/xray/xray-handlers'
import type { ServiceName } from '@/simulator/wire/operation'
import type { OperationHandler, OperationHandlers } from '@/simulator/wire/operation-context'

const handlers: Record<ServiceName, OperationHandlers> = {
  lambda: lambdaHandlers,
  logs: logsHandlers,
  cloudwatch: cloudwatchHandlers,
  xray: xrayHandlers,
  sts: stsHandlers,
}

/** The implementation of an operation, null when the simulator does not serve it. */
export function findHandler(service: ServiceName, operation: string): OperationHandler | null {
  return handlers[service][operation] ?? null
}

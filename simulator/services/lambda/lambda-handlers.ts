import { concurrencyHandlers } from '@/simulator/services/lambda/concurrency-handlers'
import { functionHandlers } from '@/simulator/services/lambda/function-handlers'
import { triggerHandlers } from '@/simulator/services/lambda/trigger-handlers'
import type { OperationHandlers } from '@/simulator/wire/operation-context'

/** Every Lambda read that an inventory uses. */
export const lambdaHandlers: OperationHandlers = { ...functionHandlers, ...concurrencyHandlers, ...triggerHandlers }

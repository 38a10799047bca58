import type { FunctionRecord } from '@/lib/sync/aws/parse-function-configuration'

/** What `runsOn` of a version says that does not run on Lambda's own machines. */
export const MANAGED_INSTANCES = 'managed instances'

/** What of a version is compared with others beside its columns. */
export function versionSettings(record: FunctionRecord): Record<string, unknown> {
  const { handler, packageType, roleArn, ephemeralStorageMb, kmsKeyArn, environment, vpc, layers } = record
  const { tracingMode, logFormat, applicationLogLevel, systemLogLevel, logGroupName, snapStart, deadLetterArn, modes } =
    record
  const runsOn = modes.includes('managed-instances') ? MANAGED_INSTANCES : null
  return {
    ...{ handler, packageType, roleArn, ephemeralStorageMb, kmsKeyArn, environment, vpc, layers },
    ...{ tracingMode, logFormat, applicationLogLevel, systemLogLevel, logGroupName, snapStart, deadLetterArn, runsOn },
  }
}

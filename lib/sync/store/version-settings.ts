import type { FunctionRecord } from '@/lib/sync/aws/parse-function-configuration'

/** What of a version is compared with others beside its columns. */
export function versionSettings(record: FunctionRecord): Record<string, unknown> {
  const { handler, packageType, roleArn, ephemeralStorageMb, kmsKeyArn, environment, vpc, layers } = record
  const { tracingMode, logFormat, applicationLogLevel, systemLogLevel, logGroupName, snapStart, deadLetterArn } = record
  return {
    ...{ handler, packageType, roleArn, ephemeralStorageMb, kmsKeyArn, environment, vpc, layers },
    ...{ tracingMode, logFormat, applicationLogLevel, systemLogLevel, logGroupName, snapStart, deadLetterArn },
  }
}

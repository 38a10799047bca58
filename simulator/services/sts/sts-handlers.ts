import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { ServiceError } from '@/simulator/wire/service-error'

type Answer<Output> = Omit<Output, '$metadata'>

function getCallerIdentity(_input: object, { world }: OperationContext): Answer<GetCallerIdentityCommandOutput> {
  return {
    UserId: 'AROASIMULATORROLE000:session',
    Account: world.accountId,
    Arn: `arn:aws:sts::${world.accountId}:assumed-role/simulator/session`,
  }
}

function assumeRole(input: AssumeRoleCommandInput, { nowMs }: OperationContext): Answer<AssumeRoleCommandOutput> {
  const { RoleArn: roleArn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = 3600 } = input
  const match = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn)
  if (!match) throw new ServiceError('ValidationError', `${roleArn} is invalid`)
  if (seconds < 900 || seconds > 43_200) {
    throw new ServiceError('ValidationError', 'DurationSeconds must be between 900 and 43200')
  }
  return {
    Credentials: {
      AccessKeyId: 'ASIASIMULATOR0000000',
      SecretAccessKey: 'simulator',
      SessionToken: 'simulator',
      Expiration: new Date(nowMs + seconds * 1000),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROASIMULATORROLE000:${sessionName}`,
      Arn: `arn:aws:sts::${match[1]}:assumed-role/${match[2]}/${sessionName}`,
    },
  }
}

export const stsHandlers: OperationHandlers = { GetCallerIdentity: getCallerIdentity, AssumeRole: assumeRole }

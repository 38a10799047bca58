import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts'
import { externalIdOf } from '@/simulator/fleet/account-ids'
import { sessionKey } from '@/simulator/wire/account-session'
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

function assumeRole(input: AssumeRoleCommandInput, context: OperationContext): Answer<AssumeRoleCommandOutput> {
  const { RoleArn: roleArn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = 3600 } = input
  const [, accountId, role] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? []
  if (accountId === undefined) throw new ServiceError('ValidationError', `${roleArn} is invalid`)
  if (seconds < 900 || seconds > 43_200) {
    throw new ServiceError('ValidationError', 'DurationSeconds must be between 900 and 43200')
  }
  if (!trusts(context, accountId, input.ExternalId)) {
    const caller = `arn:aws:sts::${context.world.accountId}:assumed-role/simulator/session`
    const message = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`
    throw new ServiceError('AccessDenied', message, 403)
  }
  const untilMs = context.nowMs + seconds * 1000
  return {
    Credentials: {
      AccessKeyId: sessionKey({ accountId, untilMs }),
      SecretAccessKey: 'simulator',
      SessionToken: 'simulator',
      Expiration: new Date(untilMs),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROASIMULATORROLE000:${sessionName}`,
      Arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`,
    },
  }
}

/** Roles of the first account trust everyone who is signed in; those of the others ask for their external ID. */
function trusts({ accountIds }: OperationContext, accountId: string, externalId: string | undefined): boolean {
  if (!accountIds.includes(accountId)) return false
  return accountId === accountIds[0] || externalId === externalIdOf(accountId)
}

export const stsHandlers: OperationHandlers = { GetCallerIdentity: getCallerIdentity, AssumeRole: assumeRole }

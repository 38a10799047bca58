import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { recordOf, textOf } from '@/lib/sync/aws/parse-values'

/** Temporary credentials in the form that the SDK's clients take. */
export type RoleCredentials = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiration: Date
}

const SESSION_NAME = 'lambdascope'

/** Takes on a role for an hour. Throws AwsFailure, also when the trust policy does not name the caller or its external ID. */
export async function assumeRole(
  aws: AwsAccess,
  role: { roleArn: string; externalId: string | null },
): Promise<RoleCredentials> {
  const answer = await callAws(aws, {
    service: 'sts',
    operation: 'AssumeRole',
    send: (options) => {
      const input = { RoleArn: role.roleArn, RoleSessionName: SESSION_NAME, ExternalId: role.externalId ?? undefined }
      return aws.clients.sts.send(new AssumeRoleCommand(input), options)
    },
    isWhole: (answer) => parseCredentials(answer.Credentials) !== null,
  })
  const credentials = parseCredentials(answer.Credentials)
  if (credentials === null) throw new TypeError('isWhole lets only whole credentials through')
  return credentials
}

function parseCredentials(raw: unknown): RoleCredentials | null {
  const fields = recordOf(raw)
  const accessKeyId = textOf(fields?.AccessKeyId)
  const secretAccessKey = textOf(fields?.SecretAccessKey)
  const sessionToken = textOf(fields?.SessionToken)
  const expiration = fields?.Expiration
  if (accessKeyId === null || secretAccessKey === null || sessionToken === null) return null
  return expiration instanceof Date ? { accessKeyId, secretAccessKey, sessionToken, expiration } : null
}

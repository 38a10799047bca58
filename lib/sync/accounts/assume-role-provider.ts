import { assumeRole, type RoleCredentials } from '@/lib/sync/aws/assume-role'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { NotSent } from '@/lib/sync/aws/not-sent'

/** Credentials are renewed this long before they end; the SDK asks for them again at the same time. */
const RENEW_MS = 5 * 60_000
/** A refusal stands for this long, so that a hundred waiting steps ask once. */
const REFUSED_MS = 30_000

export type AssumedRole = {
  roleArn: string
  externalId: string | null
  /** The way to the security token service with the credentials that may assume the role. */
  open(): AwsAccess
  clock: () => number
  /** Told after each attempt; null when it succeeded. */
  onOutcome(failure: AwsFailure | null): Promise<void>
}

/**
 * A provider of the temporary credentials of a role, shared by all clients of an account: one AssumeRole at a time, again
 * before they end. Where renewing fails, the old ones are used to their end. Throws AwsFailure that says what to mend, or
 * NotSent with what our own side threw.
 */
export function assumeRoleProvider(role: AssumedRole): () => Promise<RoleCredentials> {
  let current: RoleCredentials | null = null
  let refused: { failure: AwsFailure; atMs: number } | null = null
  let pending: Promise<RoleCredentials> | null = null
  const renew = async () => {
    try {
      const { roleArn, externalId } = role
      current = await assumeRole(role.open(), { roleArn, externalId })
      refused = null
      await role.onOutcome(null)
      return current
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw new NotSent(error)
      const failure = explain(error, role)
      refused = { failure, atMs: role.clock() }
      await role.onOutcome(failure).catch((told) => Promise.reject(new NotSent(told)))
      if (current !== null && current.expiration.getTime() > role.clock()) return current
      throw failure
    } finally {
      pending = null
    }
  }
  return () => {
    const nowMs = role.clock()
    if (current !== null && current.expiration.getTime() - nowMs > RENEW_MS) return Promise.resolve(current)
    if (refused !== null && nowMs - refused.atMs < REFUSED_MS && nowMs >= refused.atMs) {
      const usable = current !== null && current.expiration.getTime() > nowMs
      return usable && current !== null ? Promise.resolve(current) : Promise.reject(refused.failure)
    }
    pending ??= renew()
    return pending
  }
}

/** Names neither the role nor its external ID: anyone may read why an account is not pulled, and only admins those. */
function explain(failure: AwsFailure, { externalId }: AssumedRole): AwsFailure {
  if (failure.kind !== 'denied') return failure
  const condition = externalId === null ? 'without an external ID' : "with the account's external ID"
  const message = `The role of this account cannot be assumed. Let its trust policy name the credentials of Lambdascope ${condition}, and allow these credentials sts:AssumeRole on it.`
  return new AwsFailure('credentials', message, failure)
}

import * as z from 'zod/mini'
import { AtMs } from '@/lib/contracts/primitives'
import { SYNC_KINDS } from '@/lib/domain/sync-kind'

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u
const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/

const Name = z.string().check(z.regex(NAME, 'must be up to 64 letters, digits, blanks, dots, hyphens or underscores'))
const RoleArn = z.string().check(z.regex(ROLE_ARN, 'must be the ARN of a role, arn:aws:iam::123456789012:role/reader'))
const ExternalId = z.string().check(z.regex(EXTERNAL_ID, 'must be 2 to 1,224 letters, digits or =,.@:/-_+'))
const Profile = z.string().check(z.minLength(1), z.maxLength(128))
const Regions = z
  .array(z.string().check(z.regex(REGION, 'must be an AWS region, such as eu-west-1')))
  .check(z.minLength(1), z.maxLength(40))

/** What is pulled in the background of an account; the inventory has no history. */
const BackfillKind = z.enum(SYNC_KINDS).check(z.refine((kind) => kind !== 'inventory', 'has no history'))

/**
 * How to reach an account: by a role to assume, by a profile of the shared configuration, or by what the SDK finds.
 * With both, the profile's credentials assume the role.
 */
export const AccountSettings = z.strictObject({
  name: Name,
  roleArn: z.optional(z.nullable(RoleArn)),
  externalId: z.optional(z.nullable(ExternalId)),
  profile: z.optional(z.nullable(Profile)),
  regions: Regions,
})
export type AccountSettings = z.infer<typeof AccountSettings>

/** What is not named stays as it is. */
export const ChangeAccountRequest = z.strictObject({
  name: z.optional(Name),
  roleArn: z.optional(z.nullable(RoleArn)),
  externalId: z.optional(z.nullable(ExternalId)),
  profile: z.optional(z.nullable(Profile)),
  regions: z.optional(Regions),
  paused: z.optional(z.boolean()),
  pausedBackfills: z.optional(z.array(BackfillKind)),
})
export type ChangeAccountRequest = z.infer<typeof ChangeAccountRequest>

/** state: ok, waiting, or why its credentials do not work: denied, throttled, unreachable, unavailable, failed. */
const shown = {
  id: z.string(),
  name: z.string(),
  accountId: z.nullable(z.string()),
  regions: z.array(z.string()),
  paused: z.boolean(),
  pausedBackfills: z.array(z.string()),
  state: z.string(),
  detail: z.nullable(z.string()),
  stateAtMs: z.nullable(AtMs),
}

/** An account as everyone sees it. */
export const AccountState = z.object(shown)
export type AccountState = z.infer<typeof AccountState>

/** origin: environment (changed there, and here only paused) or api. */
export const MonitoredAccount = z.object({
  ...shown,
  origin: z.enum(['environment', 'api']),
  roleArn: z.nullable(z.string()),
  externalId: z.nullable(z.string()),
  profile: z.nullable(z.string()),
})
export type MonitoredAccount = z.infer<typeof MonitoredAccount>

export const ListAccountsResponse = z.object({ items: z.array(MonitoredAccount), nextCursor: z.null() })
export type ListAccountsResponse = z.infer<typeof ListAccountsResponse>

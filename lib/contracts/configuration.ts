import * as z from 'zod/mini'
import { ScalingOfVersions } from '@/lib/contracts/concurrency'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'

export const ConfigurationRequest = z.strictObject({
  ...{ ...WindowQuery, ...PlaceQuery },
  qualifier: z.optional(z.string()),
})
export type ConfigurationRequest = z.infer<typeof ConfigurationRequest>

const Text = z.nullable(z.string())

/** certain: AWS says so; likely: what is seen has this cause as a rule. evidence: the figures that it rests on. */
export const Finding = z.object({
  code: z.string(),
  sure: z.enum(['certain', 'likely']),
  title: z.string(),
  evidence: z.string(),
  fix: Text,
})
export type Finding = z.infer<typeof Finding>

/** An operation that AWS did not answer when it was asked last. state: denied, unavailable, throttled and the like. */
export const Refusal = z.object({ operation: z.string(), state: z.string(), detail: Text, iamAction: Text })
export type Refusal = z.infer<typeof Refusal>

/**
 * of: the version whose settings these are, the shares of an alias' versions, and whether AWS has told the settings.
 * How a function is set up, as AWS last described it; null where it did not. environmentNames: null where AWS could not
 * decrypt them; urls: null where it is not known that there are none. isKeptForEver: false where it is not known how long
 * log lines are kept. Values of environment variables are never told. runtimeVersionArn: the version that is kept, where
 * updateRuntimeOn is Manual. findings: of the window and of $LATEST; settingsRead:
 * whether all that they are judged by was asked for. refusals: why something of it may not be known or not be fresh.
 */
export const ConfigurationResponse = z.object({
  of: z.object({
    version: z.string(),
    weights: z.nullable(z.record(z.string(), z.number())),
    isKnown: z.boolean(),
  }),
  description: Text,
  packageType: Text,
  runtime: Text,
  architecture: Text,
  memoryMb: Numeric,
  timeoutS: Numeric,
  ephemeralStorageMb: Numeric,
  snapStart: Text,
  handler: Text,
  codeSha256: Text,
  codeSizeBytes: Numeric,
  lastModifiedAtMs: z.nullable(AtMs),
  lastUpdateStatus: Text,
  state: Text,
  stateReason: Text,
  roleArn: Text,
  kmsKeyArn: Text,
  environmentNames: z.nullable(z.array(z.string())),
  vpc: z.nullable(
    z.object({ vpcId: z.string(), subnetIds: z.array(z.string()), securityGroupIds: z.array(z.string()) }),
  ),
  layers: z.array(z.object({ arn: z.string(), codeSizeBytes: Numeric })),
  logFormat: Text,
  applicationLogLevel: Text,
  systemLogLevel: Text,
  logGroupName: z.string(),
  logRetentionDays: Numeric,
  isKeptForEver: z.boolean(),
  tracingMode: Text,
  recursiveLoop: Text,
  updateRuntimeOn: Text,
  runtimeVersionArn: Text,
  scaling: ScalingOfVersions,
  urls: z.nullable(z.array(z.object({ url: z.string(), qualifier: Text, authType: Text, invokeMode: Text }))),
  seenAtMs: AtMs,
  findings: z.array(Finding),
  settingsRead: z.boolean(),
  refusals: z.array(Refusal),
})
export type ConfigurationResponse = z.infer<typeof ConfigurationResponse>

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FindingsPanel } from '@/components/configuration/findings-panel'
import { RefusedOperations } from '@/components/configuration/refused-operations'
import { SettingsOf } from '@/components/configuration/settings-of'
import { AppLink } from '@/components/ui/app-link'
import { type FactRow, FactRows } from '@/components/ui/fact-rows'
import { NamesPanel } from '@/components/ui/names-panel'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { configurationOptions } from '@/lib/client/configuration-options'
import { describeScaling, SCALING_HELP } from '@/lib/client/describe-scaling'
import { oneFunction } from '@/lib/client/one-function'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { ConfigurationResponse } from '@/lib/contracts/configuration'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { formatAbsoluteTime, formatBytes, formatMemory } from '@/lib/domain/format'
import { shortArn } from '@/lib/domain/short-arn'

type Props = {
  detail: FunctionDetail
  initial: { key: string; qualifier: string | null; configuration: ConfigurationResponse }
}

/** How is it set up, is anything wrong with it, and what was changed? */
export function ConfigurationScreen({ detail, initial }: Props) {
  const { range } = useRange()
  const qualifier = useViewParams().params.get('qualifier')
  const { zone } = useClock()
  const refetchInterval = useRefetchInterval()
  const { name, accountId, region } = detail
  const fn = useMemo(() => ({ name, accountId, region }), [name, accountId, region])
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...configurationOptions(fn, range, qualifier),
    initialData: initial.key === rangeKey(range) && initial.qualifier === qualifier ? initial.configuration : undefined,
    refetchInterval,
  })
  if (!data) return error && <QueryError error={error} onRetry={refetch} />
  const momentOf = (atMs: number | null) => (atMs === null ? null : formatAbsoluteTime(atMs, zone))
  return (
    <div className={classNames('flex flex-col gap-4', isPlaceholderData && 'stale')}>
      <SettingsOf of={data.of} qualifier={qualifier} fn={fn} />
      <FindingsPanel findings={data.findings} settingsRead={data.settingsRead} />
      <RefusedOperations refusals={data.refusals} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        <Panel title="Code">
          <FactRows rows={codeRows(data, momentOf)} />
        </Panel>
        <Panel title="Runtime settings">
          <FactRows rows={runtimeRows(data)} />
        </Panel>
        <Panel title="Logs and traces">
          <FactRows rows={logRows(data)} />
        </Panel>
        <NamesPanel
          title="Environment variables"
          help="Names only: their values are never stored, but for a keyed hash that tells when one changes."
          names={data.environmentNames}
          whenNone="none"
          whenUnknown={data.of.isKnown ? 'AWS could not decrypt them.' : 'not known'}
          note={`Values are never stored and never shown here: AWS’s console shows them. Encrypted with ${data.kmsKeyArn ?? 'the key of Lambda'}.`}
        />
        <NamesPanel
          title="Network"
          help="Subnets and security groups of the VPC that the function is attached to."
          names={data.vpc === null ? noneIf(data.of.isKnown) : [...data.vpc.subnetIds, ...data.vpc.securityGroupIds]}
          whenNone="not attached to a VPC"
          whenUnknown="not known"
          note={data.vpc?.vpcId ?? null}
        />
        <NamesPanel
          title="Layers"
          help="Versions of the layers in the order in which they are put together, with their sizes."
          names={
            data.of.isKnown
              ? data.layers.map(({ arn, codeSizeBytes }) => `${shortArn(arn)} · ${formatBytes(codeSizeBytes)}`)
              : null
          }
          whenNone="none"
          whenUnknown="not known"
          note={null}
        />
        <NamesPanel
          title="Tags"
          help="Tags of the function: versions and aliases have none."
          names={detail.tags === null ? null : Object.entries(detail.tags).map(([key, value]) => `${key} = ${value}`)}
          whenNone="none"
          whenUnknown={`not known: ${whyUnread(data, 'GetFunction', 'not read yet, or lambda:ListTags is not allowed')}`}
          note={null}
        />
        {data.scaling !== null && (
          <NamesPanel
            title="Managed instances"
            help={SCALING_HELP}
            names={describeScaling(data.scaling)}
            whenNone="none"
            whenUnknown={`not known: ${whyUnread(data, 'GetFunctionScalingConfig')}`}
            note={null}
          />
        )}
        <NamesPanel
          title="Function URLs"
          help="Addresses by which the function can be called over HTTP."
          names={
            data.urls?.map(({ url, qualifier: of, authType }) => `${url} · ${authType} · ${of ?? '$LATEST'}`) ?? null
          }
          whenNone="none"
          whenUnknown={`not known: ${whyUnread(data, 'ListFunctionUrlConfigs')}`}
          note={null}
        />
      </div>
      <p className="text-muted text-sm">
        As AWS described it at {momentOf(data.seenAtMs)}.{' '}
        <AppLink
          to="/changes"
          params={{ ...oneFunction(fn), range: '30d', from: null, to: null }}
          className="text-accent underline"
        >
          What was changed in the last 30 days
        </AppLink>
      </p>
    </div>
  )
}

/** Where it is known, nothing is none. */
function noneIf(isKnown: boolean): string[] | null {
  return isKnown ? [] : null
}

function codeRows(data: ConfigurationResponse, momentOf: (atMs: number | null) => string | null): FactRow[] {
  const isLatest = data.of.version === '$LATEST'
  const whyNot = isLatest ? undefined : 'told of $LATEST only'
  return [
    ['Description', data.description || null],
    ['Package', data.packageType],
    ['Handler', data.handler],
    ['Code size', data.codeSizeBytes === null ? null : formatBytes(data.codeSizeBytes), whyNot],
    ['SHA-256', data.codeSha256],
    [isLatest ? 'Last modified' : 'Published', momentOf(data.lastModifiedAtMs)],
    ['Last update', data.lastUpdateStatus, whyNot],
    ['State', data.stateReason === null ? data.state : `${data.state}: ${data.stateReason}`, whyNot],
  ]
}

function runtimeRows(data: ConfigurationResponse): FactRow[] {
  return [
    ['Runtime', data.runtime ?? (data.packageType === 'Image' ? 'Container image' : null)],
    ['Architecture', data.architecture],
    ['Memory size', data.memoryMb === null ? null : formatMemory(data.memoryMb)],
    ['Timeout', data.timeoutS === null ? null : `${data.timeoutS} s`],
    ['Ephemeral storage', data.ephemeralStorageMb === null ? null : formatMemory(data.ephemeralStorageMb)],
    ['SnapStart', data.snapStart],
    ['Runtime updates', ...runtimeUpdates(data)],
    ['Recursive loops', data.recursiveLoop, whyUnread(data, 'GetFunctionRecursionConfig')],
    ['Role', data.roleArn],
  ]
}

/** A container image brings its own runtime. */
function runtimeUpdates(data: ConfigurationResponse): [value: string | null, whyUnknown: string] {
  if (data.packageType === 'Image') return [null, 'part of the image']
  if (data.of.version !== '$LATEST') return [null, 'read of $LATEST only']
  const { updateRuntimeOn, runtimeVersionArn } = data
  const kept = runtimeVersionArn === null ? '' : `: ${shortArn(runtimeVersionArn)}`
  return [updateRuntimeOn === null ? null : `${updateRuntimeOn}${kept}`, whyUnread(data, 'GetRuntimeManagementConfig')]
}

function whyUnread({ refusals }: ConfigurationResponse, operation: string, otherwise = 'not read yet'): string {
  const refusal = refusals.find((one) => one.operation === operation)
  if (refusal === undefined) return otherwise
  return refusal.state === 'denied' ? `needs ${refusal.iamAction ?? operation}` : `${operation} fails`
}

function keptFor({ logRetentionDays, isKeptForEver }: ConfigurationResponse): string | null {
  return isKeptForEver ? 'for ever' : logRetentionDays === null ? null : `${logRetentionDays} days`
}

function logRows(data: ConfigurationResponse): FactRow[] {
  const whyNoLevel = data.logFormat === 'JSON' ? undefined : 'of the JSON format only'
  return [
    ['Log group', data.logGroupName],
    ['Kept for', keptFor(data), whyUnread(data, 'DescribeLogGroups', 'the log group is not described yet')],
    ['Log format', data.logFormat],
    ['Application log level', data.applicationLogLevel, whyNoLevel],
    ['System log level', data.systemLogLevel, whyNoLevel],
    ['Tracing', data.tracingMode],
  ]
}

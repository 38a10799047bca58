'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FindingsPanel } from '@/components/configuration/findings-panel'
import { NamesPanel } from '@/components/configuration/names-panel'
import { RefusedOperations } from '@/components/configuration/refused-operations'
import { AppLink } from '@/components/ui/app-link'
import { type FactRow, FactRows } from '@/components/ui/fact-rows'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { configurationOptions } from '@/lib/client/configuration-options'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'
import type { ConfigurationResponse } from '@/lib/contracts/configuration'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { formatAbsoluteTime, formatBytes, formatMemory } from '@/lib/domain/format'
import { shortArn } from '@/lib/domain/short-arn'

type Props = { detail: FunctionDetail; initial: { key: string; configuration: ConfigurationResponse } }

/** How is it set up, is anything wrong with it, and what was changed? */
export function ConfigurationScreen({ detail, initial }: Props) {
  const { range } = useRange()
  const { zone } = useClock()
  const refetchInterval = useRefetchInterval()
  const { name, accountId, region } = detail
  const fn = useMemo(() => ({ name, accountId, region }), [name, accountId, region])
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...configurationOptions(fn, range),
    initialData: initial.key === rangeKey(range) ? initial.configuration : undefined,
    refetchInterval,
  })
  if (!data) return error && <QueryError error={error} onRetry={refetch} />
  const momentOf = (atMs: number | null) => (atMs === null ? null : formatAbsoluteTime(atMs, zone))
  return (
    <div className={classNames('flex flex-col gap-4', isPlaceholderData && 'stale')}>
      <FindingsPanel findings={data.findings} />
      <RefusedOperations refusals={data.refusals} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        <Panel title="Code">
          <FactRows rows={codeRows(detail, data, momentOf)} />
        </Panel>
        <Panel title="Runtime settings">
          <FactRows rows={runtimeRows(detail, data)} />
        </Panel>
        <Panel title="Logs and traces">
          <FactRows rows={logRows(data)} />
        </Panel>
        <NamesPanel
          title="Environment variables"
          help="Names only: their values are never stored, but for a keyed hash that tells when one changes."
          names={data.environmentNames}
          whenNone="none"
          whenUnknown="AWS could not decrypt them."
          note={data.kmsKeyArn === null ? 'Encrypted with the key of Lambda' : `Encrypted with ${data.kmsKeyArn}`}
        />
        <NamesPanel
          title="Network"
          help="Subnets and security groups of the VPC that the function is attached to."
          names={data.vpc === null ? [] : [...data.vpc.subnetIds, ...data.vpc.securityGroupIds]}
          whenNone="not attached to a VPC"
          whenUnknown="not known"
          note={data.vpc?.vpcId ?? null}
        />
        <NamesPanel
          title="Layers"
          help="Versions of the layers in the order in which they are put together, with their sizes."
          names={data.layers.map(({ arn, codeSizeBytes }) => `${shortArn(arn)} · ${formatBytes(codeSizeBytes)}`)}
          whenNone="none"
          whenUnknown="not known"
          note={null}
        />
        <NamesPanel
          title="Tags"
          help="Tags of the function: versions and aliases have none."
          names={Object.entries(detail.tags).map(([key, value]) => `${key} = ${value}`)}
          whenNone="none"
          whenUnknown="not known"
          note={null}
        />
        <NamesPanel
          title="Function URLs"
          help="Addresses by which the function can be called over HTTP."
          names={data.urls.map(({ url, qualifier, authType }) => `${url} · ${authType} · ${qualifier ?? '$LATEST'}`)}
          whenNone="none"
          whenUnknown="not known"
          note={null}
        />
      </div>
      <p className="text-muted text-sm">
        As AWS described it at {momentOf(data.seenAtMs)}.{' '}
        <AppLink
          to="/changes"
          params={{ functionName: name, range: '30d', from: null, to: null }}
          className="text-accent underline"
        >
          What was changed in the last 30 days
        </AppLink>
      </p>
    </div>
  )
}

function codeRows(
  detail: FunctionDetail,
  data: ConfigurationResponse,
  momentOf: (atMs: number | null) => string | null,
): FactRow[] {
  return [
    ['Description', detail.description || null],
    ['Package', detail.packageType],
    ['Handler', data.handler],
    ['Code size', data.codeSizeBytes === null ? null : formatBytes(data.codeSizeBytes)],
    ['SHA-256', data.codeSha256],
    ['Last modified', momentOf(data.lastModifiedAtMs)],
    ['Last update', data.lastUpdateStatus],
    ['State', data.stateReason === null ? data.state : `${data.state}: ${data.stateReason}`],
  ]
}

function runtimeRows(detail: FunctionDetail, data: ConfigurationResponse): FactRow[] {
  return [
    ['Runtime', detail.runtime ?? (detail.packageType === 'Image' ? 'Container image' : null)],
    ['Architecture', detail.architecture],
    ['Memory size', detail.memoryMb === null ? null : formatMemory(detail.memoryMb)],
    ['Timeout', detail.timeoutS === null ? null : `${detail.timeoutS} s`],
    ['Ephemeral storage', detail.ephemeralStorageMb === null ? null : formatMemory(detail.ephemeralStorageMb)],
    ['SnapStart', detail.snapStart],
    ['Runtime updates', ...runtimeUpdates(detail, data)],
    ['Recursive loops', data.recursiveLoop, whyUnread(data, 'GetFunctionRecursionConfig')],
    ['Role', data.roleArn],
  ]
}

/** A container image brings its own runtime. */
function runtimeUpdates(
  { packageType }: FunctionDetail,
  data: ConfigurationResponse,
): [value: string | null, whyUnknown: string] {
  if (packageType === 'Image') return [null, 'part of the image']
  const { updateRuntimeOn, runtimeVersionArn } = data
  const kept = runtimeVersionArn === null ? '' : `: ${shortArn(runtimeVersionArn)}`
  return [updateRuntimeOn === null ? null : `${updateRuntimeOn}${kept}`, whyUnread(data, 'GetRuntimeManagementConfig')]
}

function whyUnread({ refusals }: ConfigurationResponse, operation: string): string {
  const refusal = refusals.find((one) => one.operation === operation)
  if (refusal === undefined) return 'not read yet'
  return refusal.state === 'denied' ? `needs ${refusal.iamAction ?? operation}` : `${operation} fails`
}

function logRows(data: ConfigurationResponse): FactRow[] {
  const whyNoLevel = data.logFormat === 'JSON' ? undefined : 'of the JSON format only'
  return [
    ['Log group', data.logGroupName],
    ['Kept for', data.logRetentionDays === null ? 'for ever, or not known' : `${data.logRetentionDays} days`],
    ['Log format', data.logFormat],
    ['Application log level', data.applicationLogLevel, whyNoLevel],
    ['System log level', data.systemLogLevel, whyNoLevel],
    ['Tracing', data.tracingMode],
  ]
}

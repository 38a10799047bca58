import { applyChanges } from '@/simulator/fleet/control/apply-changes'
import { buildConfiguration, functionArn } from '@/simulator/fleet/control/configuration'
import { runtimeVersion } from '@/simulator/fleet/control/runtime-facts'
import { buildMappings, buildPolicies, buildUrls } from '@/simulator/fleet/control/triggers'
import { versionsAt, weightsAt } from '@/simulator/fleet/model/function-state'
import { changesUntil } from '@/simulator/fleet/model/scripted-changes'
import type { FunctionState } from '@/simulator/fleet/model/state'
import type { FunctionSpec } from '@/simulator/fleet/specs/function-spec'
import type { FleetFunction } from '@/simulator/fleet/types'

const DAY_MS = 86_400_000

/** A function as the control plane shows it at an instant. */
export function buildFunction(fn: FunctionState, nowMs: number): FleetFunction {
  const { spec } = fn
  const createdMs = fn.historyStartMs - 90 * DAY_MS
  const versions = versionsAt(fn, nowMs)
  const modifiedMs = versions.at(-1)?.publishedAtMs ?? createdMs
  const built: FleetFunction = {
    accountId: spec.accountId,
    region: spec.region,
    name: spec.name,
    configuration: buildConfiguration(spec, '$LATEST', modifiedMs),
    versions: versions.map(({ version, publishedAtMs }) => ({
      version,
      publishedAtMs,
      configuration: buildConfiguration(spec, version, publishedAtMs),
    })),
    aliases: spec.aliases.map((alias) => ({
      name: alias.name,
      version: alias.version,
      weights: { ...weightsAt(fn, alias, nowMs) },
      description: alias.description,
    })),
    reservedConcurrency: spec.reserved,
    provisioned: buildProvisioned(fn, nowMs),
    scaling: spec.capacityProvider === null ? [] : versions.map(({ version }) => ({ version, min: 3, max: 15 })),
    policies: buildPolicies(spec),
    eventInvokeConfigs: buildInvokeConfigs(spec, createdMs),
    urls: buildUrls(spec, createdMs),
    tags: { ...spec.tags },
    recursiveLoop: spec.recursiveLoop,
    updateRuntimeOn: spec.updateRuntimeOn,
    runtimeVersionArn: runtimeVersion(spec)?.arn ?? null,
    eventSourceMappings: buildMappings(spec, createdMs),
  }
  return applyChanges(built, changesUntil(fn, nowMs))
}

/** Provisioned environments that stand ready at an instant. */
export function readyProvisioned(fn: FunctionState, nowMs: number): number {
  const ready = fn.environments.filter((one) => one.provisioned && one.expiresAtMs > nowMs).length
  return Math.min(ready, fn.spec.provisioned?.count ?? 0)
}

function buildProvisioned(fn: FunctionState, nowMs: number): FleetFunction['provisioned'] {
  const config = fn.spec.provisioned
  if (!config) return []
  const count = readyProvisioned(fn, nowMs)
  return [
    {
      qualifier: config.qualifier,
      requested: config.count,
      allocated: count,
      available: count,
      status: 'READY',
      lastModifiedMs: fn.historyStartMs - 3 * DAY_MS,
    },
  ]
}

const ASYNC_KINDS: ReadonlySet<string> = new Set(['sns', 's3', 'rule', 'schedule'])

/** FunctionEventInvokeConfig items in AWS's field names; LastModified is a Date. */
function buildInvokeConfigs(spec: FunctionSpec, createdMs: number): Record<string, unknown>[] {
  const invokedAsync =
    spec.triggers.some((trigger) => ASYNC_KINDS.has(trigger.kind)) || spec.onFailure === 'destination'
  if (!invokedAsync || (spec.retries === 2 && spec.onFailure !== 'destination')) return []
  const qualifier = spec.routes[0]?.qualifier ?? '$LATEST'
  const destination = `arn:aws:sqs:${spec.region}:${spec.accountId}:${spec.name}-failures`
  return [
    {
      FunctionArn: functionArn(spec, qualifier),
      LastModified: new Date(createdMs),
      MaximumRetryAttempts: spec.retries,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: spec.onFailure === 'destination' ? { OnFailure: { Destination: destination } } : {},
    },
  ]
}

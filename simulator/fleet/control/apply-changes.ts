import { hexOf, uuidOf } from '@/simulator/fleet/control/runtime-facts'
import type { ScriptedChange } from '@/simulator/fleet/model/scripted-changes'
import type { FleetFunction } from '@/simulator/fleet/types'

/** A function as its owners have changed it since the fleet began, change by change. */
export function applyChanges(fn: FleetFunction, changes: readonly ScriptedChange[]): FleetFunction {
  return changes.reduce(applyChange, fn)
}

function applyChange(fn: FleetFunction, { atMs, kind, memoryMb }: ScriptedChange): FleetFunction {
  switch (kind) {
    case 'deployment': {
      const digest = hexOf(`${fn.region} ${fn.name} deployed ${atMs}`, 64)
      return configured(fn, atMs, { CodeSha256: Buffer.from(digest, 'hex').toString('base64') })
    }
    case 'memory':
      return configured(fn, atMs, { MemorySize: memoryMb })
    case 'variable':
      return configured(fn, atMs, variables(fn, { API_KEY: hexOf(`${fn.name} key ${atMs}`, 32) }))
    case 'new-variable':
      return configured(fn, atMs, variables(fn, { [`FEATURE_${hexOf(`${atMs}`, 4).toUpperCase()}`]: 'on' }))
    case 'tags':
      return { ...fn, tags: { ...fn.tags, reviewed: new Date(atMs).toISOString().slice(0, 10) } }
    case 'mapping':
      return { ...fn, eventSourceMappings: fn.eventSourceMappings.map((mapping) => scaled(mapping, atMs)) }
    case 'mapping-disabled':
      return withMappings(fn, { State: 'Disabled', LastModified: new Date(atMs) })
    case 'mapping-enabled':
      return withMappings(fn, { State: 'Enabled', LastModified: new Date(atMs) })
  }
}

/** Whatever changes of a configuration gives it another revision. */
function configured(fn: FleetFunction, atMs: number, changed: Record<string, unknown>): FleetFunction {
  const LastModified = new Date(atMs).toISOString().replace('Z', '+0000')
  const RevisionId = uuidOf(`${fn.region} ${fn.name} $LATEST ${atMs}`)
  return { ...fn, configuration: { ...fn.configuration, ...changed, LastModified, RevisionId } }
}

function variables(fn: FleetFunction, added: Record<string, string>): Record<string, unknown> {
  const environment: { Variables?: Record<string, string> } = { ...(fn.configuration.Environment ?? {}) }
  return { Environment: { Variables: { ...environment.Variables, ...added } } }
}

function withMappings(fn: FleetFunction, changed: Record<string, unknown>): FleetFunction {
  return { ...fn, eventSourceMappings: fn.eventSourceMappings.map((mapping) => ({ ...mapping, ...changed })) }
}

function scaled(mapping: Record<string, unknown>, atMs: number): Record<string, unknown> {
  const LastModified = new Date(atMs)
  if (!('ScalingConfig' in mapping)) {
    return { ...mapping, LastModified, MaximumRetryAttempts: mapping.MaximumRetryAttempts === 3 ? 5 : 3 }
  }
  const scaling: { MaximumConcurrency?: number } = { ...(mapping.ScalingConfig ?? {}) }
  return {
    ...mapping,
    LastModified,
    ScalingConfig: { MaximumConcurrency: scaling.MaximumConcurrency === 10 ? 20 : 10 },
  }
}

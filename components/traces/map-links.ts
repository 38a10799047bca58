import type { MapChoice } from '@/lib/client/map-options'
import type { ParamPatch } from '@/lib/client/view-params'
import type { GraphNode, MapResponse } from '@/lib/contracts/map'
import type { FilterFlag, ServicePattern, TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

type Named = Pick<GraphNode, 'name' | 'type' | 'accountId'>
export type CallOutcome = 'error' | 'throttle' | 'fault'

/** What the list of traces is asked for behind the figures of a map. */
export type MapLinks = {
  ofNode(node: Named, outcome?: CallOutcome | null): ParamPatch
  ofEdge(from: Named, to: Named, outcome?: CallOutcome | null): ParamPatch
}

type Counted = Pick<MapResponse, 'countedFromMs' | 'countedToMs'> & { nodes: readonly Named[] }

/** A call counts under its worst outcome alone, while X-Ray marks a throttled one as an error too. */
const FLAGS: Readonly<Record<CallOutcome, readonly TraceFilter[]>> = {
  fault: [flag('fault')],
  throttle: [flag('throttle'), not('fault')],
  error: [flag('error'), not('throttle'), not('fault')],
}

type Choice = Pick<MapChoice, 'functionName' | 'qualifier'>

/** Links to the traces that a map counts: of its window and function, and by as much of a service's identity as tells it apart. */
export function linkMap({ nodes, countedFromMs, countedToMs }: Counted, choice: Choice): MapLinks {
  const { functionName, qualifier } = choice
  const shared = { range: null, from: String(countedFromMs), to: String(countedToMs), functionName, qualifier }
  const toTraces = (filter: TraceFilter) => ({ ...shared, filter: writeFilterExpression(filter) })
  const patternOf = (node: Named) => {
    const hasNamesake = nodes.some(
      ({ name, type, accountId }) => name === node.name && type === node.type && accountId !== node.accountId,
    )
    return servicePattern(node, hasNamesake)
  }
  const withService = (node: Named, conditions: readonly TraceFilter[]) =>
    toTraces({ kind: 'service', service: patternOf(node), inner: allOf(conditions) })
  return {
    ofNode(node, outcome = null) {
      // X-Ray has no service for a client: what it called is the root.
      const root = node.type === 'client' ? [flag('root')] : []
      return withService(node, [...root, ...flagsOf(outcome)])
    },
    ofEdge(from, to, outcome = null) {
      if (from.type === 'client') return withService(to, [flag('root'), ...flagsOf(outcome)])
      return toTraces({ kind: 'edge', from: patternOf(from), to: patternOf(to), inner: allOf(flagsOf(outcome)) })
    },
  }
}

/** A function and the service's part of it have one name, as may a table and a queue: only AWS's own types tell them apart. */
function servicePattern({ name, type, accountId }: Named, hasNamesake: boolean): ServicePattern {
  return {
    name,
    ...(type.startsWith('AWS::') && type !== 'AWS::Unknown' ? { type } : {}),
    ...(hasNamesake && accountId !== null ? { accountId } : {}),
  }
}

function flagsOf(outcome: CallOutcome | null): readonly TraceFilter[] {
  return outcome === null ? [] : FLAGS[outcome]
}

/** null for no condition at all. */
function allOf([first, ...rest]: readonly TraceFilter[]): TraceFilter | null {
  return rest.reduce<TraceFilter | null>((left, right) => left && { kind: 'and', left, right }, first ?? null)
}

function flag(name: FilterFlag): TraceFilter {
  return { kind: 'flag', flag: name }
}

function not(name: FilterFlag): TraceFilter {
  return { kind: 'not', inner: flag(name) }
}

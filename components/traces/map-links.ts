import { isFunction } from '@/components/traces/draw-map'
import type { GraphNode } from '@/lib/contracts/map'

type Named = Pick<GraphNode, 'name' | 'type' | 'accountId'>

/** The filter expression of traces in which a service took part, or failed so. */
export function serviceFilter(node: Named, flag: 'error' | 'throttle' | 'fault' | null = null): string {
  if (node.type === 'client') return `service(${quote(node.name)})`
  return `service(${idOf(node)})${flag === null ? '' : ` { ${flag} }`}`
}

/** The filter expression of traces in which one service called another; a client is no service of X-Ray's. */
export function edgeFilter(from: Named, to: Named, flag: 'error' | 'throttle' | 'fault' | null = null): string {
  if (from.type === 'client') return serviceFilter(to, flag)
  return `edge(${idOf(from)}, ${idOf(to)})${flag === null ? '' : ` { ${flag} }`}`
}

/** A function and the service's part of it have one name, which alone does not tell them apart. */
function idOf({ name, type }: Named): string {
  return isFunction({ type }) ? `id(name: ${quote(name)}, type: ${quote(type)})` : quote(name)
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

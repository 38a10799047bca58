import type { TraceFlameResponse } from '@/lib/contracts/trace-tools'

export type FlameNode = TraceFlameResponse['nodes'][number]
export type FlameStep = 'in' | 'out' | 'next' | 'previous'
/** The stretch of the graph that is drawn, as shares of the whole. */
export type FlameView = { left: number; width: number }

export const FLAME_ROW = 20

/** The stretch below a node, which fills the width; the whole graph for none. */
export function viewOf(node: FlameNode | undefined): FlameView {
  return node === undefined || node.width <= 0 ? { left: 0, width: 1 } : { left: node.left, width: node.width }
}

/** The nodes that are at least so wide on the screen, in their order. Those below one that is too narrow are too narrow. */
export function listDrawn(nodes: readonly FlameNode[], view: FlameView, leastShare: number): number[] {
  const drawn: number[] = []
  for (let index = 0; index < nodes.length; ) {
    const node = nodes[index]
    if (node === undefined) break
    const isOutside = node.left + node.width <= view.left || node.left >= view.left + view.width
    if (isOutside || node.width / view.width < leastShare) {
      index += node.size
      continue
    }
    drawn.push(index)
    index += 1
  }
  return drawn
}

/** The node at a place of the picture: across as a share of the whole, and its row; null where there is none. */
export function nodeAt(nodes: readonly FlameNode[], share: number, depth: number): number | null {
  for (let index = 0; index < nodes.length; ) {
    const node = nodes[index]
    if (node === undefined) return null
    const isWithin = share >= node.left && share < node.left + node.width
    if (isWithin && node.depth === depth) return index
    index += isWithin ? 1 : node.size
  }
  return null
}

/** Where a key leads from a node: to its first child, the one it stands on, or its sibling; itself where there is none. */
export function stepFrom(nodes: readonly FlameNode[], from: number | null, step: FlameStep): number | null {
  const node = from === null ? undefined : nodes[from]
  if (from === null || node === undefined) return nodes.length > 0 ? 0 : null
  if (step === 'in') return node.size > 1 ? from + 1 : from
  if (step === 'next') return nodes[from + node.size]?.depth === node.depth ? from + node.size : from
  for (let index = from - 1; index >= 0; index -= 1) {
    const before = nodes[index]
    if (before === undefined || before.depth > node.depth) continue
    if (before.depth < node.depth) return step === 'out' ? index : from
    if (step === 'previous') return index
  }
  return from
}

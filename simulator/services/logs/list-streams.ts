import type { FleetFunction, LogGroup } from '@/simulator/fleet/types'
import type { OperationContext } from '@/simulator/wire/operation-context'

export type LogStreamSpan = { name: string; firstMs: number; lastMs: number }

/** The group that a function writes to. */
export function logGroupOf(fn: FleetFunction): string {
  const config = fn.configuration.LoggingConfig
  if (typeof config === 'object' && config !== null && 'LogGroup' in config) return String(config.LogGroup)
  return `/aws/lambda/${fn.name}`
}

/** The streams of a group: one per execution environment that has written to it, with when it wrote. */
export function listStreams(group: LogGroup, { world, region, nowMs }: OperationContext): LogStreamSpan[] {
  const spans = new Map<string, LogStreamSpan>()
  for (const fn of world.functions(region)) {
    if (logGroupOf(fn) !== group.name) continue
    for (const invocation of world.invocations(region, fn.name, world.startMs, nowMs + 1)) {
      const firstMs = invocation.initStartMs ?? invocation.startMs
      const lastMs = Math.min(invocation.endMs, nowMs)
      const span = spans.get(invocation.environment)
      if (!span) spans.set(invocation.environment, { name: invocation.environment, firstMs, lastMs })
      else {
        span.firstMs = Math.min(span.firstMs, firstMs)
        span.lastMs = Math.max(span.lastMs, lastMs)
      }
    }
  }
  return [...spans.values()]
}

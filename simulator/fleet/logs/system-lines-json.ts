import { functionArn } from '@/simulator/fleet/control/configuration'
import { runtimeVersion } from '@/simulator/fleet/control/runtime-facts'
import type { LogLine } from '@/simulator/fleet/logs/log-line'
import { memoryOfVersion } from '@/simulator/fleet/model/function-state'
import type { Call } from '@/simulator/fleet/model/state'
import type { FunctionSpec } from '@/simulator/fleet/specs/function-spec'

function platform(atMs: number, type: string, record: Record<string, unknown>): LogLine {
  return {
    atMs,
    message: `${JSON.stringify({ time: new Date(atMs).toISOString(), type: `platform.${type}`, record })}\n`,
  }
}

function environmentFacts(
  spec: FunctionSpec,
  { version, stream, memoryMb }: { version: string; stream: string; memoryMb: number },
): Record<string, unknown> {
  const runtime = runtimeVersion(spec)
  return {
    ...(runtime ? { runtimeVersion: runtime.name, runtimeVersionArn: runtime.arn } : {}),
    functionName: spec.name,
    functionVersion: version,
    instanceId: stream,
    instanceMaxMemory: memoryMb * 1_048_576,
  }
}

/** Init lines in JSON; a system log level of WARN keeps none of them. */
export function jsonInit(call: Call, atMs: number): LogLine[] {
  const { invocation, fn } = call
  if (fn.spec.systemLogLevel === 'WARN') return []
  const facts = environmentFacts(fn.spec, {
    ...{ version: invocation.executedVersion, stream: invocation.environment, memoryMb: invocation.memoryMb },
  })
  const lines: LogLine[] = []
  if (invocation.restoreMs === null) {
    lines.push(platform(atMs, 'initStart', { initializationType: 'on-demand', phase: 'init', ...facts }))
  } else {
    lines.push(platform(atMs, 'restoreStart', facts))
    const metrics = { durationMs: invocation.restoreMs }
    lines.push(platform(atMs + Math.ceil(invocation.restoreMs), 'restoreReport', { status: 'success', metrics }))
  }
  if (fn.spec.extension) lines.push(jsonExtension(fn.spec, invocation.startMs - 1))
  return lines
}

export function jsonExtension(spec: FunctionSpec, atMs: number): LogLine {
  return platform(atMs, 'extension', { name: spec.extension, state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] })
}

/** The lines of an environment that provisioned concurrency made beforehand. */
export function jsonProvisionedInit(
  spec: FunctionSpec,
  version: string,
  stream: string,
  atMs: number,
  initMs: number,
): LogLine[] {
  const type = { initializationType: 'provisioned-concurrency', phase: 'init' }
  const report = { ...type, status: 'success', metrics: { durationMs: initMs } }
  return [
    platform(atMs, 'initStart', {
      ...type,
      ...environmentFacts(spec, { version, stream, memoryMb: memoryOfVersion(spec, version) }),
    }),
    platform(atMs + Math.ceil(initMs), 'initReport', report),
  ]
}

export function jsonInitTrouble(call: Call, phase: 'init' | 'invoke', atMs: number, tookMs: number): LogLine {
  const outcome =
    call.initTrouble === 'timeout' ? { status: 'timeout' } : { status: 'error', errorType: 'Runtime.ImportModuleError' }
  return platform(atMs, 'initReport', {
    initializationType: 'on-demand',
    phase,
    ...outcome,
    metrics: { durationMs: tookMs },
  })
}

export function jsonStart(call: Call): LogLine | null {
  const { invocation, fn } = call
  if (fn.spec.systemLogLevel === 'WARN') return null
  return platform(invocation.startMs, 'start', {
    requestId: invocation.requestId,
    functionArn: functionArn(fn.spec),
    version: invocation.executedVersion,
    ...tracing(call),
  })
}

function tracing(call: Call): Record<string, unknown> {
  const { trace } = call
  if (!trace) return {}
  const value = `Root=${trace.record.traceId};Parent=${trace.functionId};Sampled=1`
  return { tracing: { spanId: trace.functionId, type: 'X-Amzn-Trace-Id', value } }
}

/** runtimeDone of what failed, then the report; success is not said at a system log level of WARN. */
export function jsonEnd(call: Call): LogLine[] {
  const { invocation, fn, failure } = call
  if (failure === null && fn.spec.systemLogLevel === 'WARN') return []
  const { requestId, endMs, durationMs, errorType } = invocation
  const outcome = { status: statusOf(call), ...(errorType === null ? {} : { errorType }) }
  const lines: LogLine[] = []
  if (failure !== null) {
    const record = { requestId, ...outcome, metrics: { durationMs, producedBytes: 0 }, ...tracing(call) }
    lines.push(platform(endMs, 'runtimeDone', record))
  }
  const metrics = {
    durationMs,
    billedDurationMs: invocation.billedMs,
    memorySizeMB: invocation.memoryMb,
    maxMemoryUsedMB: invocation.maxMemoryUsedMb,
    ...(invocation.initMs === null ? {} : { initDurationMs: invocation.initMs }),
    ...(invocation.restoreMs === null
      ? {}
      : { restoreDurationMs: invocation.restoreMs, billedRestoreDurationMs: invocation.billedRestoreMs }),
  }
  lines.push(platform(endMs, 'report', { requestId, metrics, ...outcome, ...tracing(call) }))
  return lines
}

function statusOf(call: Call): string {
  switch (call.failure) {
    case null:
      return 'success'
    case 'timeout':
      return 'timeout'
    case 'error':
    case 'import':
      return 'error'
    case 'memory':
    case 'exit':
      return 'failure'
  }
}

import { runtimeVersion } from '@/simulator/fleet/control/runtime-facts'
import type { LogLine } from '@/simulator/fleet/logs/log-line'
import { jsonEnd, jsonExtension, jsonInit, jsonInitTrouble, jsonStart } from '@/simulator/fleet/logs/system-lines-json'
import type { Call } from '@/simulator/fleet/model/state'
import type { FunctionSpec } from '@/simulator/fleet/specs/function-spec'

/** What precedes START in a fresh environment. */
export function initLines(call: Call): LogLine[] {
  const { invocation, fn } = call
  const atMs = invocation.initStartMs
  if (atMs === null) return []
  if (fn.spec.format === 'JSON') return jsonInit(call, atMs)
  const lines: LogLine[] = []
  const runtime = runtimeVersion(fn.spec)
  const facts = runtime ? `Runtime Version: ${runtime.name}\tRuntime Version ARN: ${runtime.arn}\n` : null
  const restored = invocation.restoreMs
  if (facts) lines.push({ atMs, message: `${restored === null ? 'INIT_START' : 'RESTORE_START'} ${facts}` })
  if (restored !== null) {
    const doneMs = atMs + Math.ceil(restored)
    lines.push({ atMs: doneMs, message: `RESTORE_REPORT Restore Duration: ${restored.toFixed(2)} ms\n` })
  }
  if (fn.spec.extension) lines.push(extensionLine(fn.spec, invocation.startMs - 1))
  return lines
}

export function extensionLine(spec: FunctionSpec, atMs: number): LogLine {
  if (spec.format === 'JSON') return jsonExtension(spec, atMs)
  const events = spec.extension === 'lambda-adapter' ? '[]' : '[INVOKE, SHUTDOWN]'
  return { atMs, message: `EXTENSION\tName: ${spec.extension}\tState: Ready\tEvents: ${events}\n` }
}

/** INIT_REPORT of an init that failed or ran out of its 10 s. */
export function initTroubleLine(call: Call, phase: 'init' | 'invoke', atMs: number, tookMs: number): LogLine {
  const { fn, initTrouble } = call
  if (fn.spec.format === 'JSON') return jsonInitTrouble(call, phase, atMs, tookMs)
  const status = initTrouble === 'timeout' ? 'Status: timeout' : 'Status: error\tError Type: Runtime.ImportModuleError'
  return { atMs, message: `INIT_REPORT Init Duration: ${tookMs.toFixed(2)} ms\tPhase: ${phase}\t${status}\n` }
}

export function startLine(call: Call): LogLine | null {
  const { invocation, fn } = call
  if (fn.spec.format === 'JSON') return jsonStart(call)
  const message = `START RequestId: ${invocation.requestId} Version: ${invocation.executedVersion}\n`
  return { atMs: invocation.startMs, message }
}

/** END and REPORT at one instant, with the lines of a timeout or a crash where they come. */
export function endLines(call: Call): LogLine[] {
  const { invocation, fn, failure } = call
  if (fn.spec.format === 'JSON') return jsonEnd(call)
  const atMs = invocation.endMs
  const lines: LogLine[] = [
    { atMs, message: `END RequestId: ${invocation.requestId}\n` },
    { atMs, message: reportMessage(call) },
  ]
  const timedOut = failure === 'timeout'
  if (timedOut && fn.spec.reportStyle === 'old') {
    const seconds = fn.spec.timeoutS.toFixed(2)
    const at = new Date(atMs).toISOString()
    lines.push({ atMs, message: `${at} ${invocation.requestId} Task timed out after ${seconds} seconds\n\n` })
  }
  const crash = crashReason(call)
  if (crash) {
    const message = `RequestId: ${invocation.requestId} Error: Runtime exited with error: ${crash}\nRuntime.ExitError\n`
    lines.push({ atMs: atMs + 1, message })
  }
  return lines
}

function crashReason(call: Call): string | null {
  const { spec } = call.fn
  if (call.failure === 'memory') return spec.memoryKill === 'signal' ? 'signal: killed' : null
  if (call.failure !== 'exit') return null
  return spec.language === 'rust' ? 'exit status 101' : 'exit status 2'
}

function reportMessage(call: Call): string {
  const { invocation, trace } = call
  const fields = [
    `REPORT RequestId: ${invocation.requestId}`,
    `Duration: ${invocation.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${invocation.billedMs} ms`,
    `Memory Size: ${invocation.memoryMb} MB`,
    `Max Memory Used: ${invocation.maxMemoryUsedMb} MB`,
  ]
  if (invocation.initMs !== null) fields.push(`Init Duration: ${invocation.initMs.toFixed(2)} ms`)
  if (invocation.restoreMs !== null) {
    fields.push(`Restore Duration: ${invocation.restoreMs.toFixed(2)} ms`)
    fields.push(`Billed Restore Duration: ${invocation.billedRestoreMs} ms`)
  }
  const status = reportStatus(call)
  fields.push(...(status.length > 0 ? status : ['']))
  const xray = trace ? `XRAY TraceId: ${trace.record.traceId}\tSegmentId: ${trace.functionId}\tSampled: true\t\n` : ''
  return `${fields.join('\t')}\n${xray}`
}

/** An error that the handler threw leaves no status in text; runtimes that ended do, in the newer style. */
function reportStatus(call: Call): string[] {
  const { failure, fn, invocation } = call
  if (failure === null || failure === 'error') return []
  if (failure === 'timeout') return fn.spec.reportStyle === 'old' ? [] : ['Status: timeout']
  const mustSay = failure === 'import' || (failure === 'memory' && fn.spec.memoryKill === 'error-type')
  if (fn.spec.reportStyle === 'old' && !mustSay) return []
  return ['Status: error', `Error Type: ${invocation.errorType}`]
}

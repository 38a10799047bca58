/** Severity of a line, normalised over the runtimes' own words (WARNING, fail, Information, CRITICAL, …). */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/**
 * An error that a runtime printed because nothing in the function caught it.
 * `ambiguous`: an error that was caught and logged prints the same; only the status of the report tells the two apart.
 */
export type UnhandledError = { type: string; message: string; stack: string[]; ambiguous: boolean }

type Common = { requestId: string | null; level: LogLevel | null; unhandledError: UnhandledError | null }

export type InitStartLine = Common & {
  kind: 'init-start'
  runtimeVersion: string | null
  runtimeVersionArn: string | null
  initializationType: string | null
  phase: string | null
}

/** `other`: see ReportLine. */
export type StartLine = Common & {
  kind: 'start'
  requestId: string
  version: string | null
  traceId: string | null
  other: Readonly<Record<string, unknown>>
}

export type EndLine = Common & { kind: 'end'; requestId: string }

/** `other` keeps the fields that this parser has no name for, by AWS's own names. */
export type ReportLine = Common & {
  kind: 'report'
  requestId: string
  durationMs: number | null
  billedMs: number | null
  memoryMb: number | null
  maxMemoryUsedMb: number | null
  initMs: number | null
  restoreMs: number | null
  billedRestoreMs: number | null
  status: string | null
  errorType: string | null
  traceId: string | null
  segmentId: string | null
  sampled: boolean | null
  format: 'text' | 'json'
  other: Readonly<Record<string, unknown>>
}

export type InitReportLine = Common & {
  kind: 'init-report'
  durationMs: number | null
  phase: string | null
  status: string | null
  errorType: string | null
  initializationType: string | null
}

export type RestoreStartLine = Common & {
  kind: 'restore-start'
  runtimeVersion: string | null
  runtimeVersionArn: string | null
}

export type RestoreReportLine = Common & {
  kind: 'restore-report'
  durationMs: number | null
  status: string | null
  errorType: string | null
}

export type TimeoutLine = Common & { kind: 'timeout'; requestId: string; afterMs: number }

/** The sandbox says that the runtime's process is gone: `reason` is its sentence, `errorType` its second line. */
export type CrashLine = Common & { kind: 'crash'; reason: string; errorType: string | null }

/** An extension registered or could not, or something subscribed to telemetry (`events` then holds the subscribed types). */
export type ExtensionLine = Common & {
  kind: 'extension'
  name: string | null
  state: string | null
  events: string[]
  errorType: string | null
}

/** A platform.* event without a kind of its own, kept as it came. */
export type PlatformLine = Common & {
  kind: 'platform'
  type: string
  status: string | null
  errorType: string | null
  record: Readonly<Record<string, unknown>>
}

/** Whatever the function itself wrote. `text` is the message, untouched. */
export type AppLine = Common & { kind: 'app'; text: string }

export type LogLine =
  | InitStartLine
  | StartLine
  | EndLine
  | ReportLine
  | InitReportLine
  | RestoreStartLine
  | RestoreReportLine
  | TimeoutLine
  | CrashLine
  | ExtensionLine
  | PlatformLine
  | AppLine

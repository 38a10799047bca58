import type { LogLevel } from '@/lib/domain/logs/log-line'

export type LogOperator = '=' | '>' | '>=' | '<' | '<='

/** What lines are looked for. and, or: of two or more; an empty and is met by every line. */
export type LogQuery =
  /** Whole words, in their case. pieces: what stands around the stars of a word such as time*out; one without any. */
  | { kind: 'text'; pieces: readonly string[] }
  | { kind: 'level'; operator: LogOperator; level: LogLevel }
  /** pattern: a name in which * stands for anything. */
  | { kind: 'function'; pattern: string }
  | { kind: 'stream'; pattern: string }
  | { kind: 'request'; requestId: string }
  /** A field of a line in JSON by its names from the outside in, of a REPORT line, or of key=value pairs. */
  | { kind: 'field'; path: readonly string[]; operator: LogOperator; value: string }
  | { kind: 'exists'; path: readonly string[] }
  | { kind: 'and' | 'or'; parts: readonly LogQuery[] }
  | { kind: 'not'; inner: LogQuery }

/** position: of the character that cannot be read, from 0. */
export type LogQueryResult =
  | { query: LogQuery; error: null }
  | { query: null; error: { message: string; position: number } }

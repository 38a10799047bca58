/** A message and the instant that it carries. */
export type LogLine = { atMs: number; message: string }

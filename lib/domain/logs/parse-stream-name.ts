/** What a log stream's name tells. `startedOn` is the UTC day (YYYY-MM-DD) on which the environment started. */
export type StreamName = { functionName: string | null; version: string; environmentId: string; startedOn: string }

const NAME = /^(\d{4})\/(\d\d)\/(\d\d)\/([A-Za-z0-9_-]+)?\[(\$LATEST(?:\.PUBLISHED)?|\d+)\]\[?([0-9a-fA-F-]+)\]?$/

/**
 * Reads the name of a Lambda log stream: 2026/10/08/[72]22be…, or with the function's name before the version in a
 * group that functions share. Null for a stream that Lambda did not name. It never tells the alias.
 */
export function parseStreamName(name: string): StreamName | null {
  const match = NAME.exec(name)
  if (match === null) return null
  const [, year, month, day, functionName = null, version = '', environmentId = ''] = match
  return { functionName, version, environmentId, startedOn: `${year}-${month}-${day}` }
}

/** What AWS tells of a version, its column by column and the rest in settings; null: not known. */
export type VersionSettings = {
  codeSha256: string | null
  description: string | null
  runtime: string | null
  architecture: string | null
  memoryMb: number | null
  timeoutS: number | null
  /** Of environment variables a hash of each value. Null where the version has not been listed since this is kept. */
  settings: Readonly<Record<string, unknown>> | null
}

/** before, after: as text; null: none. Of environment variables it is told only that a value is another. */
export type VersionDifference = { field: string; before: string | null; after: string | null }

const COLUMNS = ['codeSha256', 'runtime', 'architecture', 'memoryMb', 'timeoutS', 'description'] as const
const LISTS = ['environment', 'layers'] as const

/** What the second version has otherwise than the first, in a fixed order; settings only where both are known. */
export function compareVersions(first: VersionSettings, second: VersionSettings): VersionDifference[] {
  const columns = COLUMNS.flatMap((field) => differenceOf(field, first[field], second[field]))
  if (first.settings === null || second.settings === null) return columns
  const [before, after] = [first.settings, second.settings]
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const scalars = fields
    .filter((field) => !LISTS.some((list) => list === field))
    .flatMap((field) => differenceOf(field, before[field], after[field]))
  return [
    ...columns,
    ...scalars,
    ...differenceOf('layers', layerNames(before.layers), layerNames(after.layers)),
    ...compareEnvironments(before.environment, after.environment),
  ]
}

function differenceOf(field: string, before: unknown, after: unknown): VersionDifference[] {
  const [left, right] = [textOf(before), textOf(after)]
  return left === right ? [] : [{ field, before: left, after: right }]
}

/** Objects come from jsonb, which keeps their keys in one order. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The names and versions of layers: the end of each ARN tells both. */
function layerNames(layers: unknown): string | null {
  if (!Array.isArray(layers)) return null
  const names = layers.flatMap((layer: unknown) => {
    const arn = isRecord(layer) ? layer.arn : null
    return typeof arn === 'string' ? [arn.split(':').slice(-2).join(':')] : []
  })
  return names.join(', ')
}

function compareEnvironments(before: unknown, after: unknown): VersionDifference[] {
  if (!isRecord(before) || !isRecord(after)) return []
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => {
    if (before[name] === after[name]) return []
    const [had, has] = [name in before, name in after]
    return [
      {
        field: `environment.${name}`,
        before: had ? 'a value' : null,
        after: has ? (had ? 'another value' : 'a value') : null,
      },
    ]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

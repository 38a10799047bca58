import type { FunctionChange } from '@/lib/contracts/changes'
import { formatMemory, formatPercent } from '@/lib/domain/format'

/** One change in words: what it is of, and the state before and after; null where a state says nothing. */
export type ChangeWords = { title: string; before: string | null; after: string | null }

type DescribedChange = Pick<FunctionChange, 'kind' | 'subject' | 'before' | 'after'>

const FIELDS: Readonly<Record<string, string>> = {
  runtime: 'Runtime',
  architecture: 'Architecture',
  package_type: 'Package type',
  handler: 'Handler',
  description: 'Description',
  memory_mb: 'Memory size',
  timeout_s: 'Timeout',
  ephemeral_storage_mb: 'Ephemeral storage',
  role_arn: 'Role',
  kms_key_arn: 'Encryption key',
  tracing_mode: 'Tracing',
  log_format: 'Log format',
  application_log_level: 'Application log level',
  system_log_level: 'System log level',
  log_group_name: 'Log group',
  snap_start: 'SnapStart',
  dead_letter_arn: 'Dead-letter target',
  vpc: 'Network',
  layers: 'Layers',
  modes: 'Mode',
  recursive_loop: 'Recursive loops',
  update_runtime_on: 'Runtime updates',
  runtime_version_arn: 'Runtime version',
}
const UNITS: Readonly<Record<string, (value: number) => string>> = {
  memory_mb: formatMemory,
  ephemeral_storage_mb: formatMemory,
  timeout_s: (seconds) => `${seconds} s`,
}
const SHA_LENGTH = 10

/** Words for a change; what it does not know is shown as AWS says it. */
export function describeChange({ kind, subject, before, after }: DescribedChange): ChangeWords {
  switch (kind) {
    case 'created':
      return { title: 'Function created', before: null, after: null }
    case 'deleted':
      return { title: 'Function deleted', before: null, after: null }
    case 'code':
      return { title: 'Code', before: shaOf(before), after: shaOf(after) }
    case 'version':
      return { title: `Version ${subject} ${after === null ? 'deleted' : 'published'}`, before: null, after: null }
    case 'environment':
      return describeEnvironment(subject, before, after)
    case 'concurrency':
      return { title: 'Reserved concurrency', before: textOf(before) ?? 'none', after: textOf(after) ?? 'none' }
    case 'alias':
      return came(`Alias ${subject}`, before, after, describeRoute)
    case 'configuration': {
      if (subject === 'layers') return { title: 'Layers', before: layersOf(before), after: layersOf(after) }
      const inUnits = (value: unknown) =>
        (typeof value === 'number' ? UNITS[subject]?.(value) : undefined) ?? textOf(value)
      return { title: FIELDS[subject] ?? subject, before: inUnits(before), after: inUnits(after) }
    }
    case 'issue':
      return { title: `First failed with ${subject}`, before: null, after: textOf(fieldsOf(after).message) }
    case 'scaling':
      return came(`Execution environments of version ${subject}`, before, after, boundsOf)
    case 'tags':
      return describeTags(fieldsOf(before), fieldsOf(after))
    default:
      return came(titleOf(kind, subject), before, after, textOf)
  }
}

/** The ID of the issue that was first seen; null for another change. */
export function issueOf({ kind, after }: DescribedChange): string | null {
  return kind === 'issue' ? textOf(fieldsOf(after).issueId) : null
}

function titleOf(kind: string, subject: string): string {
  const at = subject === '' ? '' : ` of ${subject}`
  if (kind === 'mapping') return `Event source ${subject.split(':').at(-1) ?? subject}`
  if (kind === 'provisioned') return `Provisioned concurrency${at}`
  if (kind === 'policy') return `Resource policy${at}`
  if (kind === 'url') return `Function URL${at}`
  return kind === 'async' ? `Asynchronous invocation${at}` : `${kind}${at}`
}

function came(title: string, before: unknown, after: unknown, say: (value: unknown) => string | null): ChangeWords {
  if (before === null) return { title: `${title} added`, before: null, after: say(after) }
  return after === null
    ? { title: `${title} removed`, before: say(before), after: null }
    : { title, before: say(before), after: say(after) }
}

function describeEnvironment(subject: string, before: unknown, after: unknown): ChangeWords {
  if (subject !== 'names') return describeValues(Array.isArray(after) ? after.map(String) : [])
  const names = (value: unknown) => new Set(Array.isArray(value) ? value.map(String) : [])
  const [was, is] = [names(before), names(after)]
  const gone = [...was].filter((name) => !is.has(name))
  const added = [...is].filter((name) => !was.has(name))
  const what = gone.length === 0 ? ' added' : added.length === 0 ? ' removed' : ''
  return { title: `Environment variables${what}`, before: gone.join(', ') || null, after: added.join(', ') || null }
}

/** Those that are others. */
function describeTags(before: Record<string, unknown>, after: Record<string, unknown>): ChangeWords {
  const without = (tags: Record<string, unknown>, others: Record<string, unknown>) =>
    textOf(Object.fromEntries(Object.entries(tags).filter(([name, value]) => others[name] !== value)))
  return { title: 'Tags', before: without(before, after), after: without(after, before) }
}

/** "at least 3, at most 20" */
function boundsOf(value: unknown): string | null {
  const { min_environments: min, max_environments: max } = fieldsOf(value)
  const parts = [boundOf('at least', min), boundOf('at most', max)].filter((part) => part !== null)
  return parts.join(', ') || null
}

/** A change names only those bounds that differ. */
function boundOf(what: string, value: unknown): string | null {
  return value === undefined ? null : `${what} ${textOf(value) ?? 'any'}`
}

/** "datadog:7, insights:38" */
function layersOf(value: unknown): string {
  const arns = (Array.isArray(value) ? value : []).map((layer) => textOf(fieldsOf(layer).arn) ?? '')
  return arns.map((arn) => arn.split(':').slice(-2).join(':')).join(', ') || 'none'
}

/** Which of them is not known of changes that were noticed with one hash for all. */
function describeValues(names: readonly string[]): ChangeWords {
  const of = names.length === 0 ? 'an environment variable' : names.join(', ')
  return { title: `${names.length > 1 ? 'Values' : 'Value'} of ${of} changed`, before: null, after: null }
}

/** "15 · 10 % to 16" */
function describeRoute(value: unknown): string | null {
  const { version, weights } = fieldsOf(value)
  const parts = Object.entries(fieldsOf(weights)).map(([other, share]) => `${formatPercent(Number(share))} to ${other}`)
  const known = [typeof version === 'string' ? `version ${version}` : null, ...parts].filter((part) => part !== null)
  return known.length > 0 ? known.join(' · ') : 'one version'
}

function shaOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, SHA_LENGTH) : null
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** "State: Enabled, BatchSize: 10"; a value alone as it is. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((item) => textOf(item) ?? '').join(', ') || null
  const parts = Object.entries(value).map(([name, inner]) => `${name}: ${textOf(inner) ?? 'none'}`)
  return parts.join(', ') || null
}

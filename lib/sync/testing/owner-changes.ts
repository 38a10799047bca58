type Fields = Record<string, unknown>

/** A function as the simulator shows it at POST /_changes, as far as the changes here need it. */
export type ShownFunction = {
  name: string
  region: string
  accountId: string
  configuration: Fields
  versions: { version: string; configuration: Fields; publishedAtMs: number }[]
  aliases: { name: string; version: string; weights: Record<string, number>; description: string }[]
  reservedConcurrency: number | null
  provisioned: (Fields & { qualifier: string; requested: number })[]
  policies: { qualifier: string | null; document: Fields }[]
  eventInvokeConfigs: Fields[]
  urls: Fields[]
  tags: Record<string, string>
  recursiveLoop: string
  updateRuntimeOn: string
  runtimeVersionArn: string | null
  eventSourceMappings: (Fields & { EventSourceArn: string; State: string; BatchSize: number })[]
}

type Told = { kind: string; subject: string; before: unknown; after: unknown }

/** One thing that an owner does, and what is to be told of it. isOnly: of a function to which nothing else is done. */
export type OwnerChange = {
  set(fn: ShownFunction, nowMs: number): Fields | null
  told(fn: ShownFunction): Told
  fits?(fn: ShownFunction): boolean
  isOnly?: boolean
}

/** What each field of the configuration is called in a change, and what it becomes. */
const FIELDS: readonly [subject: string, field: string, value: unknown, stored?: (value: unknown) => unknown][] = [
  ['memory_mb', 'MemorySize', 3008],
  ['timeout_s', 'Timeout', 77],
  ['runtime', 'Runtime', 'nodejs99.x'],
  ['handler', 'Handler', 'other.handler'],
  ['description', 'Description', 'Something else'],
  ['role_arn', 'Role', 'arn:aws:iam::123456789012:role/other'],
  ['package_type', 'PackageType', 'Other'],
  ['kms_key_arn', 'KMSKeyArn', 'arn:aws:kms:eu-west-1:123456789012:key/k'],
  ['layers', 'Layers', [{ Arn: 'arn:layer:3', CodeSize: 7 }], layersOf],
  ['vpc', 'VpcConfig', { VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: [] }, vpcOf],
  ['tracing_mode', 'TracingConfig', { Mode: 'Elsewhere' }, fieldOf('Mode')],
  ['architecture', 'Architectures', ['riscv'], (value) => (Array.isArray(value) ? value[0] : null)],
  ['ephemeral_storage_mb', 'EphemeralStorage', { Size: 2048 }, fieldOf('Size')],
  ['snap_start', 'SnapStart', { ApplyOn: 'Always' }, fieldOf('ApplyOn')],
  ['dead_letter_arn', 'DeadLetterConfig', { TargetArn: 'arn:aws:sqs:eu-west-1:1:dead' }, fieldOf('TargetArn')],
]
const LOGGING: readonly [subject: string, field: string, value: string][] = [
  ['log_format', 'LogFormat', 'Other'],
  ['application_log_level', 'ApplicationLogLevel', 'FATAL'],
  ['system_log_level', 'SystemLogLevel', 'DEBUG'],
  ['log_group_name', 'LogGroup', '/elsewhere'],
]
const NEW_QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:added'
/** What somebody may well put into a variable, and nobody may ever find again. */
const HOSTILE_VALUE = `'; DROP TABLE "lambda_function"; -- %s \\u0000 {"a":"${'hunter2'.repeat(40)}"} \u2028 $1`

export const OWNER_CHANGES: readonly OwnerChange[] = [
  ...FIELDS.map(([subject, field, value, stored = orNull]) => ({
    set: () => ({ configuration: { [field]: value } }),
    told: ({ configuration }: ShownFunction) => {
      return { kind: 'configuration', subject, before: stored(configuration[field]), after: stored(value) }
    },
  })),
  ...LOGGING.map(([subject, field, value]) => ({
    set: ({ configuration }: ShownFunction) => {
      return { configuration: { LoggingConfig: { ...recordOf(configuration.LoggingConfig), [field]: value } } }
    },
    told: ({ configuration }: ShownFunction) => {
      const before = recordOf(configuration.LoggingConfig)[field] ?? null
      return { kind: 'configuration', subject, before, after: value }
    },
  })),
  {
    set: () => ({ configuration: { CodeSha256: 'b3RoZXI=' } }),
    told: ({ configuration }) => ({ kind: 'code', subject: '', before: configuration.CodeSha256, after: 'b3RoZXI=' }),
  },
  environment((variables) => ({ ...variables, ADDED: HOSTILE_VALUE }), ['ADDED'], []),
  environment(({ LOG_LEVEL: _gone, ...others }) => others, [], ['LOG_LEVEL']),
  {
    set: ({ configuration }) => withVariables({ ...variablesOf(configuration), STAGE: HOSTILE_VALUE }),
    told: () => ({ kind: 'environment', subject: 'values', before: null, after: ['STAGE'] }),
  },
  {
    set: () => ({ reservedConcurrency: 7 }),
    told: (fn) => ({ kind: 'concurrency', subject: '', before: fn.reservedConcurrency, after: 7 }),
  },
  {
    set: ({ tags }) => ({ tags: { ...tags, owner: 'somebody' } }),
    told: ({ tags }) => ({ kind: 'tags', subject: '', before: tags, after: { ...tags, owner: 'somebody' } }),
  },
  {
    fits: ({ provisioned }) => provisioned.length > 0,
    set: ({ provisioned }) => ({ provisioned: provisioned.map((config) => ({ ...config, requested: 99 })) }),
    told: ({ provisioned }) => {
      const [config] = provisioned
      const [before, after] = [{ requested: config?.requested }, { requested: 99 }]
      return { kind: 'provisioned', subject: config?.qualifier ?? '', before, after }
    },
  },
  {
    fits: ({ provisioned, aliases }) => provisioned.length === 0 && aliases.length > 0,
    set: ({ aliases }) => {
      const ready = { requested: 3, allocated: 3, available: 3, status: 'READY', lastModifiedMs: 0 }
      return { provisioned: [{ qualifier: aliases[0]?.name, ...ready }] }
    },
    told: ({ aliases }) => {
      return { kind: 'provisioned', subject: aliases[0]?.name ?? '', before: null, after: { requested: 3 } }
    },
  },
  alias((known, fn) => ({ ...known, version: otherVersion(known.version, fn) }), ['version']),
  alias((known, fn) => ({ ...known, weights: { [otherVersion(known.version, fn)]: 0.42 } }), ['weights']),
  {
    fits: hasVersions,
    set: ({ aliases, versions }) => {
      return { aliases: [...aliases, { name: 'added', version: versions[0]?.version, weights: {}, description: 'x' }] }
    },
    told: ({ versions }) => {
      const after = { version: versions[0]?.version, weights: {}, description: 'x' }
      return { kind: 'alias', subject: 'added', before: null, after }
    },
  },
  {
    set: ({ versions, configuration }, nowMs) => {
      const LastModified = new Date(nowMs).toISOString().replace('Z', '+0000')
      const published = { ...configuration, CodeSha256: 'cHVibGlzaGVk', LastModified }
      return { versions: [...versions, { version: '999', publishedAtMs: nowMs, configuration: published }] }
    },
    told: () => ({ kind: 'version', subject: '999', before: null, after: { code_sha256: 'cHVibGlzaGVk' } }),
  },
  mapping({ State: 'Disabled' }),
  mapping({ BatchSize: 77 }),
  {
    fits: ({ eventSourceMappings }) => eventSourceMappings.length > 0,
    set: ({ eventSourceMappings }) => {
      const uuid = '00000000-0000-4000-8000-000000000001'
      const added = { ...eventSourceMappings[0], UUID: uuid, EventSourceArn: NEW_QUEUE, BatchSize: 5, State: 'Enabled' }
      return { eventSourceMappings: [...eventSourceMappings, added] }
    },
    told: () => ({ kind: 'mapping', subject: NEW_QUEUE, before: null, after: { State: 'Enabled', BatchSize: 5 } }),
  },
  {
    fits: ({ urls }) => urls.length === 0,
    set: (fn) => {
      const FunctionUrl = 'https://added.lambda-url.eu-west-1.on.aws/'
      return { urls: [{ FunctionUrl, FunctionArn: arnOf(fn), AuthType: 'AWS_IAM', InvokeMode: 'BUFFERED' }] }
    },
    told: () => {
      const url = 'https://added.lambda-url.eu-west-1.on.aws/'
      const after = { url, auth_type: 'AWS_IAM', invoke_mode: 'BUFFERED' }
      return { kind: 'url', subject: '', before: null, after }
    },
  },
  {
    fits: ({ urls }) => urls.length > 0,
    set: ({ urls }) => ({ urls: urls.map((url) => ({ ...url, AuthType: 'AWS_IAM' })) }),
    told: ({ urls }) => {
      const subject = qualifierOf(urls[0])
      return { kind: 'url', subject, before: { auth_type: urls[0]?.AuthType }, after: { auth_type: 'AWS_IAM' } }
    },
  },
  {
    fits: ({ eventInvokeConfigs }) => eventInvokeConfigs.length === 0,
    set: (fn) => {
      const DestinationConfig = { OnSuccess: { Destination: 'arn:s' }, OnFailure: { Destination: 'arn:f' } }
      const config = { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60, DestinationConfig }
      return { eventInvokeConfigs: [{ FunctionArn: `${arnOf(fn)}:$LATEST`, ...config }] }
    },
    told: () => {
      const after = { maximum_retries: 1, maximum_event_age_s: 60, on_success: 'arn:s', on_failure: 'arn:f' }
      return { kind: 'async', subject: '', before: null, after }
    },
  },
  {
    fits: ({ eventInvokeConfigs }) => eventInvokeConfigs.length > 0,
    set: ({ eventInvokeConfigs }) => {
      return { eventInvokeConfigs: eventInvokeConfigs.map((config) => ({ ...config, MaximumEventAgeInSeconds: 61 })) }
    },
    told: ({ eventInvokeConfigs }) => {
      const before = { maximum_event_age_s: eventInvokeConfigs[0]?.MaximumEventAgeInSeconds }
      return { kind: 'async', subject: qualifierOf(eventInvokeConfigs[0]), before, after: { maximum_event_age_s: 61 } }
    },
  },
  {
    fits: ({ policies }) => policies.length > 0,
    set: ({ policies }) => ({ policies: policies.map((policy) => ({ ...policy, document: { Statement: [] } })) }),
    told: ({ policies }) => {
      const [before, after] = [{ document: policies[0]?.document }, { document: { Statement: [] } }]
      return { kind: 'policy', subject: policies[0]?.qualifier ?? '', before, after }
    },
  },
  {
    set: ({ recursiveLoop }) => ({ recursiveLoop: otherLoop(recursiveLoop) }),
    told: ({ recursiveLoop }) => {
      return {
        kind: 'configuration',
        subject: 'recursive_loop',
        before: recursiveLoop,
        after: otherLoop(recursiveLoop),
      }
    },
  },
  {
    fits: ({ updateRuntimeOn, configuration }) => updateRuntimeOn === 'Auto' && configuration.PackageType !== 'Image',
    set: () => ({ updateRuntimeOn: 'FunctionUpdate' }),
    told: ({ updateRuntimeOn }) => {
      const after = 'FunctionUpdate'
      return { kind: 'configuration', subject: 'update_runtime_on', before: updateRuntimeOn, after }
    },
  },
  {
    fits: ({ eventSourceMappings, aliases }) => eventSourceMappings.length + aliases.length === 0,
    isOnly: true,
    set: () => null,
    told: () => ({ kind: 'deleted', subject: '', before: null, after: null }),
  },
]

function environment(
  change: (variables: Record<string, unknown>) => Fields,
  added: readonly string[],
  gone: readonly string[],
): OwnerChange {
  return {
    set: ({ configuration }) => withVariables(change(variablesOf(configuration))),
    told: ({ configuration }) => {
      const before = Object.keys(variablesOf(configuration)).sort()
      const after = [...before, ...added].filter((name) => !gone.includes(name)).sort()
      return { kind: 'environment', subject: 'names', before, after }
    },
  }
}

function alias(
  change: (known: ShownFunction['aliases'][number], fn: ShownFunction) => ShownFunction['aliases'][number],
  columns: readonly ('version' | 'weights')[],
): OwnerChange {
  return {
    fits: (fn) => hasVersions(fn) && fn.aliases.length > 0,
    set: (fn) => ({ aliases: fn.aliases.map((known, at) => (at === 0 ? change(known, fn) : known)) }),
    told: (fn) => {
      const [known] = fn.aliases
      if (known === undefined) throw new Error(`${fn.name} has no alias`)
      const pick = (one: typeof known) => Object.fromEntries(columns.map((column) => [column, one[column]]))
      return { kind: 'alias', subject: known.name, before: pick(known), after: pick(change(known, fn)) }
    },
  }
}

function mapping(changed: Fields): OwnerChange {
  const [name = ''] = Object.keys(changed)
  return {
    fits: ({ eventSourceMappings }) => eventSourceMappings.length === 1,
    set: ({ eventSourceMappings }) => {
      return { eventSourceMappings: eventSourceMappings.map((known) => ({ ...known, ...changed })) }
    },
    told: ({ eventSourceMappings }) => {
      const [known] = eventSourceMappings
      return {
        kind: 'mapping',
        subject: known?.EventSourceArn ?? '',
        before: { [name]: known?.[name] },
        after: changed,
      }
    },
  }
}

function otherLoop(recursiveLoop: string): string {
  return recursiveLoop === 'Allow' ? 'Terminate' : 'Allow'
}

function hasVersions({ versions }: ShownFunction): boolean {
  return versions.length > 1
}

function otherVersion(version: string, { versions }: ShownFunction): string {
  return versions.find((known) => known.version !== version)?.version ?? version
}

function variablesOf(configuration: Fields): Fields {
  return recordOf(recordOf(configuration.Environment).Variables)
}

function withVariables(Variables: Fields): Fields {
  return { configuration: { Environment: { Variables } } }
}

function arnOf({ accountId, region, name }: ShownFunction): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`
}

/** As it is stored: '' for the function itself. */
function qualifierOf(fields: Fields | undefined): string {
  const qualifier = String(fields?.FunctionArn).split(':')[7] ?? ''
  return qualifier === '$LATEST' ? '' : qualifier
}

function layersOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(({ Arn, CodeSize }) => ({ arn: Arn, codeSize: CodeSize })) : []
}

function vpcOf(value: unknown): unknown {
  return recordOf(value).VpcId ? value : null
}

function fieldOf(name: string): (value: unknown) => unknown {
  return (value) => recordOf(value)[name] ?? null
}

function orNull(value: unknown): unknown {
  return value ?? null
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

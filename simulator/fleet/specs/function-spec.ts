import { FIRST_ACCOUNT_ID } from '@/simulator/fleet/account-ids'
import type { FleetFunction } from '@/simulator/fleet/types'

export type Language = 'node' | 'python' | 'java' | 'dotnet' | 'ruby' | 'go' | 'rust'

export type Region = 'eu-west-1' | 'us-east-1'

export type Trigger =
  | { kind: 'api'; api: string; method: string; path: string }
  | { kind: 'url' }
  | { kind: 'schedule'; rule: string; everyMinutes: number }
  | { kind: 'rule'; rule: string; bus: string }
  | { kind: 's3'; bucket: string }
  | { kind: 'sns'; topic: string }
  | { kind: 'sqs'; queue: string; batchSize: number; windowMs: number; metrics?: string[] }
  | { kind: 'stream'; table: string; batchSize: number; windowMs: number }

/** One thing that a handler does, in order. `chance` is how often it is done, 1 when absent. */
export type Step = { chance?: number; ms: number } & StepAction

export type StepAction =
  | {
      kind: 'dynamodb'
      operation: 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem'
      table: string
      /** The recurring slow pattern: how often this call takes 2 to 4 s. */
      slowChance?: number
    }
  | { kind: 's3'; operation: 'GetObject' | 'PutObject'; bucket: string }
  | { kind: 'sqs'; queue: string }
  | { kind: 'sns'; topic: string }
  | { kind: 'events'; bus: string }
  | { kind: 'http'; host: string; method: string; path: string }
  | { kind: 'sql'; database: string; query: string; incident?: boolean }
  | { kind: 'secret'; secret: string }
  | { kind: 'local'; name: string }
  | { kind: 'lambda'; functionName: string; asynchronous?: boolean }

/** How often an invocation ends badly, by kind; the rest succeeds. */
export type FailureRates = { error: number; timeout: number; outOfMemory: number; exit: number }

/** memoryMb: where it was published with another than the function has now. */
export type VersionSpec = { version: string; ageDays: number; errorRate?: number; slowness?: number; memoryMb?: number }

/** A change of weights, at a fraction of the history. */
export type WeightChange = { atFraction: number; weights: Record<string, number>; publishes?: VersionSpec }

export type AliasSpec = {
  name: string
  version: string
  weights: Record<string, number>
  description: string
  changes: WeightChange[]
}

export type FunctionSpec = {
  name: string
  accountId: string
  region: Region
  language: Language
  /** AWS's runtime identifier, null for a container image. */
  runtime: string | null
  architecture: 'x86_64' | 'arm64'
  memoryMb: number
  timeoutS: number
  format: 'Text' | 'JSON'
  systemLogLevel: 'INFO' | 'WARN'
  logGroup: string
  logClass: 'STANDARD' | 'INFREQUENT_ACCESS'
  tracing: boolean
  triggers: Trigger[]
  /** Arrivals from outside the fleet a day; schedules arrive by their own clock. */
  perDay: number
  /** How often an arrival brings a burst with it. */
  burstChance: number
  /** How often a burst comes by the clock, whatever the day's load; null: never. */
  burstEveryMinutes: number | null
  ownMs: number
  sigma: number
  steps: Step[]
  initMs: number
  /** How often an init exceeds 10 s and is run again inside the invocation. */
  initTimeoutChance: number
  /** The handler's module cannot be imported. */
  brokenImport: boolean
  snapStart: boolean
  extension: string | null
  powertools: boolean
  versions: VersionSpec[]
  aliases: AliasSpec[]
  /** Ways in, the first is the one that other functions and event sources use. */
  routes: { qualifier: string | null; share: number }[]
  reserved: number | null
  provisioned: { qualifier: string; count: number } | null
  failures: FailureRates
  /** Form of a memory kill: the classic signal line, or the error type in REPORT. */
  memoryKill: 'signal' | 'error-type'
  /** Older REPORT lines have no Status; a timeout then has its own line. */
  reportStyle: 'old' | 'new'
  retries: number
  onFailure: 'destination' | 'dead-letter' | 'none'
  tags: Record<string, string>
  vpc: boolean
  /** The capacity provider whose instances run it; null on Lambda's own. */
  capacityProvider: string | null
  durable: boolean
  recursiveLoop: FleetFunction['recursiveLoop']
  updateRuntimeOn: FleetFunction['updateRuntimeOn']
}

type SpecOverrides = Partial<Omit<FunctionSpec, 'name' | 'accountId' | 'region' | 'language' | 'failures'>> & {
  failures?: Partial<FailureRates>
}

const RUNTIMES: Record<Language, string> = {
  node: 'nodejs22.x',
  python: 'python3.12',
  java: 'java21',
  dotnet: 'dotnet8',
  ruby: 'ruby3.3',
  go: 'provided.al2023',
  rust: 'provided.al2023',
}

const INIT_MS: Record<Language, number> = {
  node: 280,
  python: 320,
  java: 2100,
  dotnet: 620,
  ruby: 410,
  go: 75,
  rust: 48,
}

/** A spec with the fleet's usual values where nothing else is said. */
export function functionSpec(name: string, region: Region, language: Language, own: SpecOverrides): FunctionSpec {
  return {
    name,
    accountId: FIRST_ACCOUNT_ID,
    region,
    language,
    runtime: RUNTIMES[language],
    architecture: 'arm64',
    memoryMb: 256,
    timeoutS: 10,
    format: 'Text',
    systemLogLevel: 'INFO',
    logGroup: `/aws/lambda/${name}`,
    logClass: 'STANDARD',
    tracing: true,
    triggers: [],
    perDay: 0,
    burstChance: 0,
    burstEveryMinutes: null,
    ownMs: 12,
    sigma: 0.35,
    steps: [],
    initMs: INIT_MS[language],
    initTimeoutChance: 0,
    brokenImport: false,
    snapStart: false,
    extension: null,
    powertools: false,
    versions: [],
    aliases: [],
    routes: [{ qualifier: null, share: 1 }],
    reserved: null,
    provisioned: null,
    memoryKill: 'signal',
    reportStyle: 'new',
    retries: 2,
    onFailure: 'none',
    tags: { team: 'shop' },
    vpc: false,
    capacityProvider: null,
    durable: false,
    recursiveLoop: 'Terminate',
    updateRuntimeOn: 'Auto',
    ...own,
    failures: { error: 0.004, timeout: 0, outOfMemory: 0, exit: 0, ...own.failures },
  }
}

/** An alias that routes to one version, unless weights are given. */
export function aliasSpec(name: string, version: string, own: Partial<AliasSpec> = {}): AliasSpec {
  return { name, version, weights: {}, description: '', changes: [], ...own }
}

import { type ChildProcess, spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import type { Source } from '@/lib/launch/choose-source'
import type { Environment, LaunchSettings } from '@/lib/launch/read-launch-settings'
import type { ChildSpec } from '@/lib/launch/supervisor'

/** Runs a built program in a group of its own, tied to the life of this process by a channel. */
function spawnNode(program: string, options: { env: Environment; flags?: string[]; args?: string[] }): ChildProcess {
  const guard = path.resolve('dist/die-with-parent.mjs')
  const flags = ['--enable-source-maps', '--import', guard, ...(options.flags ?? [])]
  return spawn(process.execPath, [...flags, path.resolve(program), ...(options.args ?? [])], {
    detached: true,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

const NODE_CHILD = { stopSignal: 'SIGTERM', endSignal: 'SIGKILL', graceMs: 10_000, stopStage: 1 } as const

/**
 * What web and worker share: the database, which AWS they talk to, and the settings as they were read, not as they were
 * written. `undefined` takes a variable of the owner away; an empty one counts as unset, here as in the launcher.
 */
export function buildEnvironment(options: {
  settings: LaunchSettings
  owner: Environment
  databaseUrl: string
  source: Source
  simulatorUrl: string | null
}): Environment {
  const { settings, owner, databaseUrl, source, simulatorUrl } = options
  const empty = Object.keys(owner).filter((name) => owner[name]?.trim() === '')
  return {
    ...Object.fromEntries(empty.map((name) => [name, undefined])),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: owner.LOG_LEVEL?.trim() || 'warn',
    DATABASE_URL: databaseUrl,
    PORT: String(settings.port),
    LAMBDASCOPE_SOURCE: source.kind,
    LAMBDASCOPE_REGIONS: source.regions || undefined,
    LAMBDASCOPE_ADMIN_TOKEN: settings.adminToken ?? undefined,
    LAMBDASCOPE_BACKFILL: settings.backfill ?? undefined,
    LAMBDASCOPE_DATA_DIR: settings.databaseUrl === null ? settings.dataDirectory : undefined,
    ...(simulatorUrl === null ? {} : simulatorEnvironment(simulatorUrl, owner)),
  }
}

/** Takes every AWS variable of the owner away, so that nothing but the simulator can be reached, or be billed. */
function simulatorEnvironment(url: string, owner: Environment): Environment {
  const cleared = Object.keys(owner).filter((name) => name.startsWith('AWS_') && !name.startsWith('AWS_SDK_JS_'))
  return {
    ...Object.fromEntries(cleared.map((name) => [name, undefined])),
    LAMBDASCOPE_ACCOUNTS: undefined,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'simulator',
    AWS_SECRET_ACCESS_KEY: 'simulator',
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

/*
 * MB. An answer of a page, and a page of log lines, make some ten MB of garbage: in Node's 16, what is still in use of it is
 * copied again and again.
 */
const WEB_FLAGS = ['--max-semi-space-size=64']
export const WORKER_FLAGS = ['--max-semi-space-size=32']

export function workerChild(env: Environment, ready: () => Promise<void>): ChildSpec {
  const spawnWorker = () => spawnNode('dist/worker.mjs', { env, flags: WORKER_FLAGS })
  return { ...NODE_CHILD, name: 'worker', beforeSpawn: ready, spawn: spawnWorker }
}

const NEXT_BANNER = /^\s*(▲ Next\.js|- (Local|Network):|✓ (Ready|Running|Starting)|$)/

export function webChild(env: Environment, settings: LaunchSettings, ready: () => Promise<void>): ChildSpec {
  const web = { ...env, HOSTNAME: settings.host, HOST: settings.host }
  return {
    ...NODE_CHILD,
    name: 'web',
    quiet: NEXT_BANNER,
    beforeSpawn: ready,
    spawn: () => spawnNode('.next/standalone/server.js', { env: web, flags: WEB_FLAGS }),
  }
}

/** The same `since` gives the same fleet after a restart. It stops after those that ask it. */
export function simulatorChild(port: number, since: string): ChildSpec {
  const args = ['--port', String(port), '--functions', '40', '--seed', '1', '--hours', '24', '--since', since]
  return {
    ...NODE_CHILD,
    name: 'simulator',
    stopStage: 2,
    quiet: /^Simulator is ready/,
    spawn: () => spawnNode('dist/simulator.mjs', { env: {}, args }),
  }
}

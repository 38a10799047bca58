import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findFreePort } from '@/lib/launch/find-free-port'
import { LaunchError } from '@/lib/launch/launch-error'
import { EMBEDDED_MAJOR, findPostgresBinaries } from '@/lib/launch/postgres/find-postgres-binaries'
import { getPostgresAccount, type PostgresAccount } from '@/lib/launch/postgres/get-postgres-account'
import { placeBinaries, placeCluster } from '@/lib/launch/postgres/place-for-postgres'
import { readOrCreateSecret, readSecret } from '@/lib/launch/read-or-create-secret'

/** What macOS takes at most, less than any other. */
const LONGEST_SOCKET_PATH = 103

export type PostgresCluster = {
  postgres: string
  directory: string
  account: PostgresAccount
  port: number
  password: string
}

/**
 * Gives the cluster of a data directory, created when there is none yet: data checksums, passwords by SCRAM, a port of
 * the loopback interface that stays the same from start to start while it is free.
 * Throws LaunchError for a cluster of another major version, and for one whose password is lost.
 */
export async function prepareCluster(dataDirectory: string): Promise<PostgresCluster> {
  const account = getPostgresAccount()
  const binaries = placeBinaries(await findPostgresBinaries(), account)
  const directory = placeCluster(dataDirectory, account)
  refuseOtherVersion(directory)
  const passwordFile = path.join(dataDirectory, 'postgres-password')
  const isNew = !existsSync(path.join(directory, 'PG_VERSION'))
  if (!isNew) refuseLostPassword(passwordFile, directory)
  const password = readOrCreateSecret(passwordFile)
  if (isNew) createCluster(binaries.initdb, directory, account, password)
  const port = await keepPort(path.join(dataDirectory, 'postgres-port'))
  return { postgres: binaries.postgres, directory, account, port, password }
}

function refuseOtherVersion(directory: string): void {
  const file = path.join(directory, 'PG_VERSION')
  if (!existsSync(file)) return
  const major = readFileSync(file, 'utf8').trim()
  if (major === EMBEDDED_MAJOR) return
  throw new LaunchError(
    `The database in ${directory} was made by Postgres ${major}; this version brings Postgres ${EMBEDDED_MAJOR}. ` +
      `Dump it with Postgres ${major} (pg_dump) and restore it, run it with Postgres ${major} and set DATABASE_URL, ` +
      'or set LAMBDASCOPE_DATA_DIR to a new directory to start empty.',
  )
}

function refuseLostPassword(file: string, directory: string): void {
  if (readSecret(file) !== null) return
  throw new LaunchError(
    `The password of the database in ${directory} is lost: ${file} is missing or empty. Put that file back from a ` +
      'backup, or set LAMBDASCOPE_DATA_DIR to a new directory to start empty.',
  )
}

/** Created beside its place and moved there when whole, so that an interrupted start never leaves half a cluster. */
function createCluster(initdb: string, directory: string, account: PostgresAccount, password: string): void {
  const partial = `${directory}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true, mode: 0o700 })
  const secretDirectory = mkdtempSync(path.join(os.tmpdir(), 'lambdascope-initdb-'))
  const passwordFile = path.join(secretDirectory, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const owned of [partial, secretDirectory, passwordFile]) own(owned, account)
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums']
  const created = spawnSync(initdb, ['-D', partial, `--pwfile=${passwordFile}`, ...flags], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  })
  rmSync(secretDirectory, { recursive: true, force: true })
  if (created.status !== 0) {
    const reason = created.error?.message ?? created.stderr.trim()
    throw new LaunchError(`The database could not be created in ${directory}: ${reason}`)
  }
  renameSync(partial, directory)
}

function own(file: string, account: PostgresAccount): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(file, account.uid, account.gid)
}

async function keepPort(file: string): Promise<number> {
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined
  const port = await findFreePort(kept)
  if (port !== kept) writeFileSync(file, `${port}\n`)
  return port
}

/**
 * The URL of one database of the cluster, as its owner: over its socket, which takes in a page of log lines in three
 * quarters of the time that the loopback interface takes; over that where there is no socket.
 */
export function clusterUrl(cluster: PostgresCluster, database: string): string {
  const url = `postgresql://postgres:${cluster.password}@127.0.0.1:${cluster.port}/${database}`
  const directory = socketDirectory(cluster)
  return directory === null ? url : `${url}?host=${encodeURIComponent(directory)}`
}

/** Where the cluster has its Unix-domain socket: in its own directory; null where the path would be too long for one. */
export function socketDirectory({ directory, port }: PostgresCluster): string | null {
  const file = path.join(directory, `.s.PGSQL.${port}`)
  return Buffer.byteLength(file) <= LONGEST_SOCKET_PATH ? directory : null
}

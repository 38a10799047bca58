import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { PostgresBinaries } from '@/lib/launch/postgres/find-postgres-binaries'
import type { PostgresAccount } from '@/lib/launch/postgres/get-postgres-account'

/** Where files go that the user postgres cannot reach in their own place, such as a clone below /root. */
const SHARED_DIRECTORY = '/var/lib/lambdascope'

/**
 * The directory of the cluster inside `dataDirectory`. When Postgres runs as another user that cannot reach it, the
 * cluster lives in /var/lib/lambdascope and the data directory holds a link to it.
 */
export function placeCluster(dataDirectory: string, account: PostgresAccount): string {
  const cluster = path.join(dataDirectory, 'postgres')
  if (isLink(cluster)) return readlinkSync(cluster)
  if (canReach(dataDirectory, account)) return cluster
  const elsewhere = path.join(SHARED_DIRECTORY, randomBytes(6).toString('hex'), 'postgres')
  mkdirSync(path.dirname(elsewhere), { recursive: true, mode: 0o755 })
  symlinkSync(elsewhere, cluster)
  console.log(`The user postgres cannot reach ${dataDirectory}: the database is in ${elsewhere}.`)
  return elsewhere
}

/** The binaries, or a copy of them where the user postgres can run them. */
export function placeBinaries(binaries: PostgresBinaries, account: PostgresAccount): PostgresBinaries {
  if (canReach(path.dirname(binaries.postgres), account)) return binaries
  const version = spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8' }).stdout.replaceAll(/[^\d.]/g, '')
  const directory = path.join(SHARED_DIRECTORY, `postgresql-${version}`)
  if (!existsSync(directory)) {
    // Copied under another name first, so that an interrupted copy is never taken for a whole one.
    const partial = `${directory}.${randomBytes(4).toString('hex')}`
    mkdirSync(SHARED_DIRECTORY, { recursive: true, mode: 0o755 })
    cpSync(binaries.directory, partial, { recursive: true, verbatimSymlinks: true })
    if (existsSync(directory)) rmSync(partial, { recursive: true })
    else renameSync(partial, directory)
  }
  return { directory, initdb: path.join(directory, 'bin/initdb'), postgres: path.join(directory, 'bin/postgres') }
}

function canReach(directory: string, account: PostgresAccount): boolean {
  if (account.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], { cwd: '/', ...account }).status === 0
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

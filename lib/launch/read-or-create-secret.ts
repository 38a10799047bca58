import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** The text of a secret file; null when it is missing or empty. */
export function readSecret(file: string): string | null {
  return (existsSync(file) && readFileSync(file, 'utf8').trim()) || null
}

/**
 * A random text of 256 bits, kept in a file that only its owner reads. The file appears whole or not at all, so that an
 * interrupted start leaves no half of a secret.
 */
export function readOrCreateSecret(file: string): string {
  const kept = readSecret(file)
  if (kept !== null) return kept
  const secret = randomBytes(32).toString('base64url')
  const partial = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(partial, `${secret}\n`, { mode: 0o600, flush: true })
  renameSync(partial, file)
  return secret
}

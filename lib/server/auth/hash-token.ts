import { createHash } from 'node:crypto'

/** How tokens are stored: SHA-256, hexadecimal. Enough for random tokens of 32 bytes, which nobody can guess. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

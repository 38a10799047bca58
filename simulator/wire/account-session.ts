import type { WireRequest } from '@/simulator/wire/wire-request'

/** Temporary credentials of a role: of which account, and until when (epoch ms of the account's clock). */
export type AccountSession = { accountId: string; untilMs: number }

/** The access key ID of a session. It holds all that the endpoint has to know, so that none has to be kept. */
export function sessionKey({ accountId, untilMs }: AccountSession): string {
  return `ASIA${accountId}${untilMs.toString(36).toUpperCase()}`
}

/** The session that a request is signed with; null for any other credentials. */
export function readSession(request: WireRequest): AccountSession | null {
  const signature = request.headers.authorization ?? request.query.get('X-Amz-Credential') ?? ''
  const match = /(?:Credential=)?ASIA(\d{12})([0-9A-Z]{8,9})\//.exec(signature)
  return match?.[1] && match[2] ? { accountId: match[1], untilMs: Number.parseInt(match[2], 36) } : null
}

import type { AwsFailureKind } from '@/lib/sync/aws/aws-failure'
import { numberOf, recordOf, textOf } from '@/lib/sync/aws/parse-values'

const THROTTLED = /^(?:Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|BandwidthLimitExceeded)/
const CREDENTIALS =
  /^(?:ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|MissingAuthenticationToken|IncompleteSignature|CredentialsProviderError|TokenProviderError|AuthFailure)/
const DENIED = /^(?:AccessDenied|NotAuthorized|Unauthorized|OptInRequired)/
const UNKNOWN_OPERATION = /^(?:UnknownOperation|InvalidAction|NotImplemented|UnsupportedOperation)/
const NETWORK =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|CERT_|ERR_TLS|UND_ERR)/
const NOT_HERE = 'It is not available from this endpoint.'
const LONGEST_MESSAGE = 300

export type ErrorClass = { kind: AwsFailureKind; detail: string }

/**
 * Classes what the SDK throws, by HTTP status first, then by name. An endpoint that answers an unknown call with HTML or
 * with a badly typed field surfaces as SyntaxError or TypeError; their text is the parser's and is never shown.
 */
export function classifyError(error: unknown): ErrorClass {
  const fields = recordOf(error) ?? {}
  const name = textOf(fields.name) ?? 'Error'
  const status = numberOf(recordOf(fields.$metadata)?.httpStatusCode)
  const isUnreadable = name === 'SyntaxError' || name === 'TypeError' || isXmlError(fields.message)
  if (name === 'AbortError') return { kind: 'aborted', detail: 'The run was cut short before it was answered.' }
  const byStatus = status === null ? null : classifyStatus(status, name, isUnreadable)
  if (byStatus !== null) return byStatus
  if (THROTTLED.test(name)) return throttled()
  if (CREDENTIALS.test(name)) return badCredentials(name)
  if (DENIED.test(name)) return denied()
  if (isCutShort(error)) return { kind: 'unreachable', detail: 'Its answer breaks off. Check the network.' }
  if (isUnreadable || UNKNOWN_OPERATION.test(name)) return { kind: 'unavailable', detail: NOT_HERE }
  if (/NotFound/.test(name)) return { kind: 'gone', detail: 'It does not exist (any more).' }
  const network = [textOf(fields.code), name].find((code) => code !== null && NETWORK.test(code))
  if (network || name === 'TimeoutError' || name === 'RequestTimeout') {
    return { kind: 'unreachable', detail: `The endpoint cannot be reached (${network ?? name}). Check the network.` }
  }
  return { kind: 'other', detail: describe(name, textOf(fields.message)) }
}

/**
 * Whether an answer of status 2xx was no whole document. One that begins with "<" is a page of something else than AWS,
 * which another try would not change.
 */
export function isCutShort(error: unknown): boolean {
  const fields = recordOf(error) ?? {}
  const status = numberOf(recordOf(fields.$metadata)?.httpStatusCode) ?? 0
  const message = textOf(fields.message) ?? ''
  if (status < 200 || status > 299) return false
  return isXmlError(message) || (fields.name === 'SyntaxError' && !message.startsWith("Unexpected token '<'"))
}

function isXmlError(message: unknown): boolean {
  return typeof message === 'string' && message.includes('XML parse error')
}

/** What the status alone decides; null when the name has to (most of AWS's errors are 400). */
function classifyStatus(status: number, name: string, isUnreadable: boolean): ErrorClass | null {
  if (status === 429) return throttled()
  if (status === 401 || status === 403) {
    if (THROTTLED.test(name)) return throttled()
    return CREDENTIALS.test(name) ? badCredentials(name) : denied()
  }
  if (status === 404) {
    if (!isUnreadable && /NotFound/.test(name)) return { kind: 'gone', detail: 'It does not exist (any more).' }
    return { kind: 'unavailable', detail: NOT_HERE }
  }
  if (status === 405 || status === 501) return { kind: 'unavailable', detail: NOT_HERE }
  if (status < 500) return null
  if (isUnreadable) return { kind: 'unavailable', detail: NOT_HERE }
  if (THROTTLED.test(name)) return throttled()
  if (status >= 502 && status <= 504) {
    return { kind: 'unreachable', detail: `The service does not answer now (HTTP ${status}).` }
  }
  return { kind: 'other', detail: `The service failed (HTTP ${status}).` }
}

function throttled(): ErrorClass {
  return { kind: 'throttled', detail: 'AWS asks to call less often; it is tried again later.' }
}

function denied(): ErrorClass {
  return { kind: 'denied', detail: 'The credentials may not call it. Allow the IAM action.' }
}

function badCredentials(name: string): ErrorClass {
  return { kind: 'credentials', detail: `The credentials are not accepted (${name}). Renew them.` }
}

/** AWS's own words for a refusal that it modelled, shortened. */
function describe(name: string, message: string | null): string {
  const text = message === null ? name : `${name}: ${message}`
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text
}

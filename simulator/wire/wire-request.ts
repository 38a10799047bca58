import type { IncomingMessage } from 'node:http'

/** One HTTP request, read whole; header names are in lower case. */
export type WireRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: string
  bytes: Buffer
}

const maxBodyBytes = 6 * 1024 * 1024

/** Reads the whole request; throws above AWS's 6 MB. */
export async function readWireRequest(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.byteLength
    if (size > maxBodyBytes) throw new RangeError('The request body is larger than 6 MB')
    chunks.push(bytes)
  }
  const bytes = Buffer.concat(chunks)
  const url = new URL(message.url ?? '/', 'http://simulator')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '')
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: bytes.toString('utf8'),
    bytes,
  }
}

/** The credential scope of a SigV4 signature: `Credential=AKID/20261124/eu-west-1/lambda/aws4_request`. */
export function readCredentialScope(request: WireRequest): { region: string; service: string } | null {
  const value = request.headers.authorization ?? request.query.get('X-Amz-Credential') ?? ''
  const match = /(?:Credential=)?[^/\s,=]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(value)
  return match?.[1] && match[2] ? { region: match[1], service: match[2] } : null
}

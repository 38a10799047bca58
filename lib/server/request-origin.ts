/**
 * The origin that the browser sees, also behind a proxy. null when the host that the headers name is none.
 * No page of another site can make a browser send these headers.
 */
export function requestOrigin(request: Request): string | null {
  const { headers } = request
  const url = new URL(request.url)
  const host = first(headers.get('x-forwarded-host')) ?? headers.get('host') ?? url.host
  const protocol = first(headers.get('x-forwarded-proto')) ?? url.protocol.replace(':', '')
  if (protocol !== 'http' && protocol !== 'https') return null
  return URL.canParse(`${protocol}://${host}`) ? new URL(`${protocol}://${host}`).origin : null
}

function first(header: string | null): string | null {
  return header?.split(',')[0]?.trim() || null
}

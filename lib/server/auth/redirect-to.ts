/** Sends the browser to a path of this server. Relative, so that no proxy or host name can be mistaken. */
export function redirectTo(path: `/${string}`, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    location: path,
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
  })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** A path of this server to go on to; anything that could lead elsewhere becomes the Functions page. */
export function samePathOnly(next: string | undefined): string {
  const home = '/functions'
  if (next === undefined || !next.startsWith('/') || /[\\\u0000-\u001f]/.test(next)) return home
  const url = URL.canParse(next, 'http://here') ? new URL(next, 'http://here') : null
  if (url === null || url.origin !== 'http://here') return home
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') || /^\/(sign-in|welcome|api)(\/|\?|$)/.test(path) ? home : path
}

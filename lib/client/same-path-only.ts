/** A path of this server to go on to; anything that could lead elsewhere becomes the Overview. */
export function samePathOnly(next: string | undefined): string {
  const home = '/overview'
  if (next === undefined || !next.startsWith('/') || [...next].some(isUnsafe)) return home
  const url = URL.canParse(next, 'http://here') ? new URL(next, 'http://here') : null
  if (url === null || url.origin !== 'http://here') return home
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') || /^\/(sign-in|welcome|api)(\/|\?|$)/.test(path) ? home : path
}

/** Browsers read a backslash as a slash and leave control characters out, so that a path could turn into a host. */
function isUnsafe(character: string): boolean {
  return character < ' ' || character === '\\'
}

/** A cookie that came through HTTPS is sent back through HTTPS only. */
export function secureCookie(cookie: string): string {
  return /;\s*secure/i.test(cookie) ? cookie : `${cookie}; Secure`
}

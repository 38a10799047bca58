/** Keeps a choice of how pages look in a cookie, so that the server's first paint already follows it. null forgets. */
export function remember(name: string, value: string | null): void {
  const age = value === null ? 0 : 31_536_000
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and outside HTTPS
  document.cookie = `${name}=${encodeURIComponent(value ?? '')}; path=/; max-age=${age}; samesite=lax`
}

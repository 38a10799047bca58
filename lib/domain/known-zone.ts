/** The IANA name of a zone, or UTC, as the platform writes it; null for what it does not know. */
export function knownZone(name: string | null | undefined): string | null {
  if (!name) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

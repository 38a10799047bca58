const formats = new Map<string, Intl.DateTimeFormat>()

/** The time of day to the millisecond in a zone: 14:03:22.123. */
export function formatMoment(atMs: number, zone: string): string {
  const format = formats.get(zone) ?? createFormat(zone)
  formats.set(zone, format)
  return format.format(atMs)
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  const digits = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const
  return new Intl.DateTimeFormat('en-GB', { ...digits, timeZone })
}

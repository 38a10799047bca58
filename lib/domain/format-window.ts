import { formatMinute } from '@/lib/domain/format'

/**
 * A window to the minute in an IANA zone: 2026-11-24 06:50 to 08:00 UTC. A day or a zone that is the same at both ends is
 * said once.
 */
export function formatWindow({ fromMs, toMs }: { fromMs: number; toMs: number }, zone: string): string {
  const [from, to] = [partsOf(fromMs, zone), partsOf(toMs, zone)]
  const start = `${from.day} ${from.time}${from.offset === to.offset ? '' : ` ${from.offset}`}`
  return `${start} to ${to.day === from.day ? '' : `${to.day} `}${to.time} ${to.offset}`
}

function partsOf(atMs: number, zone: string): { day: string; time: string; offset: string } {
  const [day = '', time = '', offset = ''] = formatMinute(atMs, zone).split(' ')
  return { day, time, offset }
}

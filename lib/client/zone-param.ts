import { knownZone } from '@/lib/domain/known-zone'

/**
 * The zone in which a page shows its times: that of its URL. A URL that says something and names no zone means UTC, for
 * everyone who opens it; a bare path begins with the zone that was chosen last in this browser.
 */
export function readZone(params: URLSearchParams, remembered: string): string {
  return knownZone(params.get('tz')) ?? (params.size === 0 ? remembered : 'UTC')
}

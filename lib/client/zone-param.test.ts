import { expect, it } from 'vitest'
import { readZone } from '@/lib/client/zone-param'

it.each([
  ['tz=Asia/Tokyo&range=1h', 'Asia/Tokyo'],
  ['range=1h', 'UTC'],
  ['range=1h&tz=Nowhere', 'UTC'],
  ['', 'Europe/Berlin'],
])('a link with %j shows its times in %s to whoever opens it', (query, zone) => {
  expect(readZone(new URLSearchParams(query), 'Europe/Berlin')).toBe(zone)
})

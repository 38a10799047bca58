import { expect, it } from 'vitest'
import { summariseLine } from '@/lib/domain/logs/summarise-line'

it.each([
  [
    '{"timestamp":"2026-11-19T10:00:00Z","level":"INFO","requestId":"x","message":"order taken","order":{"id":17},"ok":true}',
    'order taken order={"id":17} ok=true',
  ],
  [
    '{"time":"2026-11-19T10:00:00Z","type":"platform.start","record":{"version":"7"}}',
    'platform.start record={"version":"7"}',
  ],
  ['{"level":"INFO","message":{"event":"batch started"}}', '{"event":"batch started"}'],
  ['{"a":1', '{"a":1'],
  ['{ not: json }', '{ not: json }'],
  ['plain\ttext\n', 'plain text'],
  ['2026-11-19T10:00:00.123Z\t0a1b2c3d-0000-4000-8000-000000000001\tINFO\torder taken', 'order taken'],
  ['[INFO]\t2026-11-19T10:00:00.123Z\t0a1b2c3d-0000-4000-8000-000000000001\torder taken\n', 'order taken'],
  ['[INFO] order taken', '[INFO] order taken'],
])('%s is shown as %s', (message, shown) => {
  expect(summariseLine(message)).toBe(shown)
})

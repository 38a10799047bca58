import pg from 'pg'
import { type LogShape, writeHour } from '@/bench/logs/write-hour'

/** What one of several processes writes: the hours from one to before another, counted from the first. */
export type HoursToWrite = { url: string; shape: LogShape; fromHour: number; toHour: number }

process.once('message', (hours: HoursToWrite) => writeHours(hours).then(() => process.disconnect()))

async function writeHours({ url, shape, fromHour, toHour }: HoursToWrite): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (let hour = fromHour; hour < toHour; hour += 1) await writeHour(client, shape, hour)
  } finally {
    await client.end()
  }
}

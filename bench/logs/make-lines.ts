import { randomUUID } from 'node:crypto'
import { HOUR, zipfShares } from '@/bench/query/history-shape'
import type { StoredLine } from '@/lib/server/blocks/log-block'

export type LogFunction = { id: number; groupId: number; name: string; firstStreamId: number; callsPerHour: number }

/** An hour of one function: its lines in the order of the rows' key, and the requests that wrote them. */
export type MadeHour = { lines: StoredLine[]; calls: { requestId: string; streamId: number; atMs: number }[] }

export const LINES_PER_CALL = 5
const CALLS_PER_STREAM = 1_000
const STATES = ['placed', 'paid', 'packed', 'shipped', 'returned']
const CITIES = ['Berlin', 'Paris', 'Lyon', 'Madrid', 'Oslo', 'Turin', 'Gent', 'Graz']

/** Functions by Zipf's law that write so many lines a day together. */
export function listLogFunctions(functions: number, linesPerDay: number): LogFunction[] {
  let firstStreamId = 1
  return zipfShares(functions).map((share, index) => {
    const callsPerHour = Math.max(1, Math.round((share * linesPerDay) / LINES_PER_CALL / 24))
    const own = firstStreamId
    firstStreamId += streamsPerHour(callsPerHour)
    return {
      id: index + 1,
      groupId: index + 1,
      name: `fn-${String(index).padStart(3, '0')}`,
      firstStreamId: own,
      callsPerHour,
    }
  })
}

export function streamsPerHour(callsPerHour: number): number {
  return Math.ceil(callsPerHour / CALLS_PER_STREAM)
}

/** A word that stands in one line of a day, and nowhere else. */
export function rareWord(day: number): string {
  return `rareword${day}`
}

/** What a function says in an hour; rare: a word that one of its lines has. */
export function makeHour(fn: LogFunction, hourMs: number, random: () => number, rare: string | null): MadeHour {
  const made: MadeHour = { lines: [], calls: [] }
  const streams = streamsPerHour(fn.callsPerHour)
  for (let stream = 0; stream < streams; stream += 1) {
    const streamId = fn.firstStreamId + stream
    const calls = Math.ceil((fn.callsPerHour - stream) / streams)
    for (let call = 0; call < calls; call += 1) {
      const atMs = hourMs + Math.floor(((call + random()) / calls) * HOUR)
      const requestId = randomUUID()
      made.calls.push({ requestId, streamId, atMs })
      const word = rare !== null && stream === 0 && call === Math.floor(calls / 2) ? ` ${rare}` : ''
      addCall(made.lines, { fn, streamId, atMs, requestId, random, word })
    }
  }
  return made
}

type Call = { fn: LogFunction; streamId: number; atMs: number; requestId: string; random: () => number; word: string }

function addCall(lines: StoredLine[], { fn, streamId, atMs, requestId, random, word }: Call): void {
  const durationMs = Math.round(20 + random() * 900)
  const isFailed = random() < 0.01
  const order = Math.floor(random() * 1e8)
  const say = (offsetMs: number, level: number | null, message: string, named = true) => {
    const eventId = Buffer.alloc(18)
    eventId.writeUInt32BE(Math.floor(random() * 2 ** 32), 8)
    eventId.writeUInt32BE(lines.length, 14)
    const foldable = level === null
    lines.push({
      streamId,
      atMs: atMs + offsetMs,
      eventId,
      requestId: named ? requestId : null,
      level,
      foldable,
      message,
    })
  }
  const time = new Date(atMs).toISOString()
  say(0, null, `START RequestId: ${requestId} Version: 7\n`)
  const facts = `"order":{"id":${order},"state":"${pick(STATES, random)}","city":"${pick(CITIES, random)}"}`
  say(
    3,
    3,
    `{"timestamp":"${time}","level":"INFO","requestId":"${requestId}","message":"order taken by ${fn.name}",${facts}}`,
  )
  const told = isFailed
    ? `payment of order ${order} was declined by the bank after ${durationMs} ms, trying again${word}`
    : `stored order ${order} in table orders-${fn.id % 9} within ${durationMs} ms, ${Math.floor(random() * 90)} items${word}`
  say(durationMs, isFailed ? 5 : 3, `${time}\t${requestId}\t${isFailed ? 'ERROR' : 'INFO'}\t${told}\n`)
  say(durationMs, null, `END RequestId: ${requestId}\n`)
  const memory = `Memory Size: 512 MB\tMax Memory Used: ${90 + (order % 80)} MB\t`
  say(
    durationMs,
    null,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs}.${order % 100} ms\tBilled Duration: ${durationMs + 1} ms\t${memory}\n`,
  )
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? ''
}

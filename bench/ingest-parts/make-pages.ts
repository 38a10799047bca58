/** A log group of prepared pages: JSON bodies as FilterLogEvents answers them, in order. */
export type PreparedGroup = { name: string; bodies: Buffer[]; events: number; invocations: number }

const STREAMS = 25
const APP_LINES = 4
/** Each environment serves one invocation in a step. */
const STEP_MS = 100
/** What a page of AWS holds, counted as it counts what is written: the message and 26 bytes an event. */
export const PAGE_BYTES = 1024 * 1024
const EVENT_BYTES = 26
const OWN_BITS = 144n
const FILLER =
  'the quick brown fox jumps over the lazy dog and asks the cart service for the price of two pairs of socks '

type Line = { atMs: number; stream: number; message: string }

export function groupName(group: number): string {
  return `/aws/lambda/bench-${group}`
}

/**
 * Prepares a log group: 25 environments of a function, one invocation after another in each, seven lines of about 200
 * bytes on average an invocation. Times end before `endMs`. Deterministic. pageBytes: for pages that are not full.
 */
export function preparePages(
  group: number,
  atLeastEvents: number,
  endMs: number,
  pageBytes = PAGE_BYTES,
): PreparedGroup {
  const steps = Math.ceil(atLeastEvents / (STREAMS * (APP_LINES + 3)))
  const page = new PageWriter(group, pageBytes)
  let serial = 0
  for (let step = 0; step < steps; step += 1) {
    const lines: Line[] = []
    for (let stream = 0; stream < STREAMS; stream += 1) {
      serial += 1
      pushInvocation(lines, endMs - (steps - step) * STEP_MS, stream, group * 10_000_000 + serial)
    }
    for (const line of lines.sort((a, b) => a.atMs - b.atMs)) page.add(line)
  }
  return { name: groupName(group), ...page.finish(), invocations: serial }
}

function pushInvocation(lines: Line[], stepMs: number, stream: number, serial: number): void {
  const startMs = stepMs + ((serial * 7) % 30)
  const durationMs = 12 + ((serial * 13) % 50)
  const requestId = `${hex(serial, 8)}-1c2d-4e3f-8a9b-${hex(serial * 31, 12)}`
  const say = (atMs: number, message: string) => lines.push({ atMs, stream, message })
  say(startMs, `START RequestId: ${requestId} Version: 7\n`)
  for (let line = 0; line < APP_LINES; line += 1) {
    const atMs = startMs + 2 + line * 2
    const text = FILLER.repeat(2).slice(0, 120 + ((serial + line) % 5) * 30)
    say(atMs, `${new Date(atMs).toISOString()}\t${requestId}\tINFO\tstep ${line} of order ${serial}: ${text}\n`)
  }
  const endMs = startMs + durationMs
  say(endMs, `END RequestId: ${requestId}\n`)
  say(
    endMs,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs - 1}.${serial % 100 < 10 ? '0' : ''}${serial % 100} ms\tBilled Duration: ${durationMs} ms\tMemory Size: 512 MB\tMax Memory Used: ${90 + (serial % 20)} MB\t\n`,
  )
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0').slice(-digits)
}

/** Collects lines into bodies of full pages. */
class PageWriter {
  readonly #group: number
  readonly #pageBytes: number
  readonly #bodies: Buffer[] = []
  #events: string[] = []
  #bytes = 0
  #total = 0

  constructor(group: number, pageBytes: number) {
    this.#group = group
    this.#pageBytes = pageBytes
  }

  add({ atMs, stream, message }: Line): void {
    const bytes = message.length + EVENT_BYTES
    if (this.#bytes + bytes > this.#pageBytes) this.#close(true)
    this.#bytes += bytes
    this.#total += 1
    const event = {
      eventId: String((BigInt(atMs) << OWN_BITS) | (BigInt(this.#total) << 64n)),
      ingestionTime: atMs + 900,
      logStreamName: `2026/11/26/[7]${hex(this.#group, 4)}${hex(stream, 28)}`,
      message,
      timestamp: atMs,
    }
    this.#events.push(JSON.stringify(event))
  }

  finish(): { bodies: Buffer[]; events: number } {
    this.#close(false)
    return { bodies: this.#bodies, events: this.#total }
  }

  #close(more: boolean): void {
    const token = more ? `,"nextToken":"${this.#bodies.length + 1}"` : ''
    this.#bodies.push(Buffer.from(`{"events":[${this.#events.join(',')}],"searchedLogStreams":[]${token}}`))
    this.#events = []
    this.#bytes = 0
  }
}

import { isAscii, isUtf8 } from 'node:buffer'
import { recordOf } from '@/lib/sync/aws/parse-values'

const QUOTE = 34
const COMMA = 44
const ZERO = 48
const NINE = 57
const BACKSLASH = 92
const CLOSING_BRACKET = 93
const OPENING_BRACE = 123
const CLOSING_BRACE = 125
const FIRST_PRINTABLE = 32
/** All integers of so many digits are exact. */
const MOST_DIGITS = 15
const EVENTS = '"events":['
/** The keys of an event, each with what stands between it and its value. */
const EVENT_ID = Buffer.from('eventId":"')
const INGESTION_TIME = Buffer.from('ingestionTime":')
const STREAM_NAME = Buffer.from('logStreamName":"')
const MESSAGE = Buffer.from('message":"')
const TIMESTAMP = Buffer.from('timestamp":')
/** What a character after a backslash stands for; 0 for what is read elsewhere. */
const ESCAPED = new Uint8Array(256)
for (const pair of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  ESCAPED[pair.charCodeAt(0)] = pair.charCodeAt(1)

/** The bytes of a page, and the messages without their escapes. */
type PageText = { bytes: Buffer; messages: Buffer; encoding: 'latin1' | 'utf8' }

/**
 * An event that lies in the bytes of its page until its texts are asked for: so a page of ten thousand takes a fifth of the
 * memory while it is put in order, and what is asked for is soon gone.
 */
class EventInPage {
  constructor(
    readonly atMs: number,
    readonly streamName: string,
    private readonly page: PageText,
    private readonly idFrom: number,
    private readonly idTo: number,
    private readonly from: number,
    private readonly to: number,
  ) {}

  get eventId(): string {
    return this.page.bytes.toString(this.page.encoding, this.idFrom, this.idTo)
  }

  get message(): string {
    return this.page.messages.toString(this.page.encoding, this.from, this.to)
  }

  get messageBytes(): number {
    return this.to - this.from
  }
}

/**
 * Reads the body of a FilterLogEvents answer byte by byte, in half the time of JSON.parse and without an object for each
 * of its values. Null for all that is not exactly as AWS writes it (white space, other fields, escapes of four digits, what
 * is no JSON): JSON.parse has to judge that.
 */
export function scanEventPage(bytes: Buffer): { events: EventInPage[]; nextToken: unknown } | null {
  const from = bytes.indexOf(EVENTS)
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8'
  if (from < 0 || bytes.includes('\\u') || (encoding === 'utf8' && !isUtf8(bytes))) return null
  const scan = new EventScan(bytes, from + EVENTS.length, encoding)
  const events = scan.readEvents()
  if (events === null) return null
  const rest = bytes.toString('utf8', scan.at)
  if (rest.includes('"events"')) return null
  const answer = recordOf(JSON.parse(`${bytes.toString('utf8', 0, from)}${EVENTS}${rest}`))
  // Else the list stood somewhere inside.
  return Array.isArray(answer?.events) ? { events, nextToken: answer.nextToken } : null
}

/** Goes through the list of events once. Every step answers false, or null, where something else stands than AWS writes. */
class EventScan {
  /** The next byte; after the events, that of the bracket behind them. */
  at: number
  readonly #bytes: Buffer
  readonly #page: PageText
  /** The end of what is written of the messages. */
  #written = 0
  readonly #names = new Map<number, { from: number; name: string }[]>()
  // Of the event that is being read.
  #atMs = -1
  #name: string | null = null
  #idFrom = -1
  #idTo = -1
  #messageFrom = -1

  constructor(bytes: Buffer, at: number, encoding: PageText['encoding']) {
    this.#bytes = bytes
    this.at = at
    this.#page = { bytes, messages: Buffer.allocUnsafe(bytes.length - at), encoding }
  }

  readEvents(): EventInPage[] | null {
    const events: EventInPage[] = []
    if (this.#bytes[this.at] === CLOSING_BRACKET) return events
    for (;;) {
      const event = this.#readEvent()
      if (event === null) return null
      events.push(event)
      const next = this.#bytes[this.at]
      if (next === CLOSING_BRACKET) return events
      if (next !== COMMA) return null
      this.at += 1
    }
  }

  #readEvent(): EventInPage | null {
    this.#atMs = this.#idFrom = this.#messageFrom = -1
    this.#name = null
    let last = this.#bytes[this.at]
    if (last !== OPENING_BRACE) return null
    while (last !== CLOSING_BRACE) {
      this.at += 1
      if (this.#bytes[this.at] !== QUOTE) return null
      this.at += 1
      if (!this.#readField()) return null
      last = this.#bytes[this.at]
      if (last !== COMMA && last !== CLOSING_BRACE) return null
    }
    this.at += 1
    if (this.#atMs < 0 || this.#name === null || this.#idFrom < 0 || this.#messageFrom < 0) return null
    return new EventInPage(
      this.#atMs,
      this.#name,
      this.#page,
      this.#idFrom,
      this.#idTo,
      this.#messageFrom,
      this.#written,
    )
  }

  /** A field that comes twice is read elsewhere. */
  #readField(): boolean {
    if (this.#skip(MESSAGE)) return this.#messageFrom < 0 && this.#readMessage()
    if (this.#skip(EVENT_ID)) return this.#idFrom < 0 && this.#readEventId()
    if (this.#skip(STREAM_NAME)) return this.#name === null && this.#readStreamName()
    if (this.#skip(INGESTION_TIME)) return this.#readInteger() >= 0
    if (!this.#skip(TIMESTAMP) || this.#atMs >= 0) return false
    this.#atMs = this.#readInteger()
    return this.#atMs >= 0
  }

  #skip(expected: Buffer): boolean {
    const bytes = this.#bytes
    const { at } = this
    for (let index = 0; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return false
    this.at += expected.length
    return true
  }

  #readMessage(): boolean {
    const bytes = this.#bytes
    const { messages } = this.#page
    let at = this.at
    let to = this.#written
    this.#messageFrom = to
    for (;;) {
      let byte = bytes[at] ?? 0
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        at += 1
        byte = ESCAPED[bytes[at] ?? 0] ?? 0
        if (byte === 0) return false
      } else if (byte < FIRST_PRINTABLE) return false
      messages[to] = byte
      at += 1
      to += 1
    }
    this.at = at + 1
    this.#written = to
    return true
  }

  #readEventId(): boolean {
    this.#idFrom = this.at
    const isPlain = this.#skipPlainText() !== null
    this.#idTo = this.at - 1
    return isPlain
  }

  /** One text for all events of a stream. */
  #readStreamName(): boolean {
    const from = this.at
    const hash = this.#skipPlainText()
    if (hash === null) return false
    const to = this.at - 1
    const known = this.#names.get(hash) ?? []
    const found = known.find((one) => one.name.length === to - from && this.#isSame(one.from, from, to - from))
    this.#name = found?.name ?? this.#bytes.toString(this.#page.encoding, from, to)
    if (found === undefined) this.#names.set(hash, [...known, { from, name: this.#name }])
    return true
  }

  #isSame(left: number, right: number, length: number): boolean {
    const bytes = this.#bytes
    for (let index = 0; index < length; index += 1) if (bytes[left + index] !== bytes[right + index]) return false
    return true
  }

  /** Goes behind the quote that ends a text without escapes, and answers a hash of it. */
  #skipPlainText(): number | null {
    const bytes = this.#bytes
    let at = this.at
    let hash = 0
    for (;;) {
      const byte = bytes[at] ?? 0
      at += 1
      if (byte === QUOTE) break
      if (byte === BACKSLASH || byte < FIRST_PRINTABLE) return null
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    this.at = at
    return hash
  }

  /** A whole number that is not negative; -1 for any other. */
  #readInteger(): number {
    const bytes = this.#bytes
    const from = this.at
    let at = from
    let value = 0
    for (;;) {
      const byte = bytes[at] ?? 0
      if (byte < ZERO || byte > NINE) break
      value = value * 10 + byte - ZERO
      at += 1
    }
    this.at = at
    const isCanonical = at > from && at - from <= MOST_DIGITS && (bytes[from] !== ZERO || at === from + 1)
    return isCanonical ? value : -1
  }
}

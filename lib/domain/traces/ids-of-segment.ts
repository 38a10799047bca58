import type { Segment } from '@/lib/domain/traces/segment'

/** An ID that AWS gave to a message or event, or to a request. */
export type NamedId = { kind: 'message' | 'request'; id: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const UUID_LENGTH = 36
/** What is told deeper than that, or of more values, is not looked for: metadata may hold anything. */
const MOST_DEPTH = 8
const MOST_VALUES = 50_000
const MOST_IDS = 2_000

/**
 * The IDs of messages and requests that a segment or subsegment names in its annotations and metadata, and of messages in
 * its aws block, each once: by themselves, in lists, or in the records of an event as Lambda hands it over. A key tells what
 * an ID is of, as messageId, message_id, messaging.message.id, eventId, requestId.
 */
export function idsOfSegment({ aws, annotations, metadata }: Segment): NamedId[] {
  const found = new Map<string, NamedId>()
  const left = { values: MOST_VALUES }
  for (const [key, value] of Object.entries(aws ?? {})) {
    if (kindOf(key) === 'message') addIds({ key, value, depth: 1 }, found, left)
  }
  addIds({ key: '', value: annotations, depth: 0 }, found, left)
  addIds({ key: '', value: metadata, depth: 0 }, found, left)
  return [...found.values()].slice(0, MOST_IDS)
}

/** An ID as AWS gives them to messages and requests, in small letters; null for anything else. */
export function uuidOf(value: unknown): string | null {
  return typeof value === 'string' && value.length === UUID_LENGTH && UUID.test(value) ? value.toLowerCase() : null
}

type Named = { key: string; value: unknown; depth: number }

function addIds({ key, value, depth }: Named, found: Map<string, NamedId>, left: { values: number }): void {
  left.values -= 1
  if (left.values < 0) return
  if (typeof value === 'string') {
    const id = uuidOf(value)
    const kind = id === null ? null : kindOf(key)
    if (id !== null && kind !== null && !found.has(id)) found.set(id, { kind, id })
    return
  }
  if (typeof value !== 'object' || value === null || depth >= MOST_DEPTH) return
  // An attribute of a message holds its text one step further down.
  const passesOn = (own: string) => Array.isArray(value) || own === 'stringValue' || own === 'Value'
  for (const [own, one] of Object.entries(value)) {
    addIds({ key: passesOn(own) ? key : own, value: one, depth: depth + 1 }, found, left)
  }
}

function kindOf(key: string): NamedId['kind'] | null {
  const letters = key.toLowerCase().replaceAll(/[^a-z]/g, '')
  if (/(message|event)ids?$/.test(letters)) return 'message'
  return /requestids?$/.test(letters) ? 'request' : null
}

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { PackedOutline } from '@/lib/domain/traces/pack-outline'

/** Raised by whatever changes the tree, the columns or what is critical: an outline of another form is made of the documents. */
const FORM = 1

/** unreadable: how many documents of the trace are neither a segment nor a span. */
export type StoredOutline = PackedOutline & { unreadable: number }

/** What is drawn of a large trace, kept beside its documents: to make it of them takes a second. */
export function packTraceOutline(outline: StoredOutline): Buffer {
  return Buffer.concat([Buffer.of(FORM), deflateRawSync(JSON.stringify(outline), { level: 6 })])
}

/** What packTraceOutline packed; null for a form that this version does not know. */
export function unpackTraceOutline(packed: Buffer): StoredOutline | null {
  if (packed[0] !== FORM) return null
  return JSON.parse(inflateRawSync(packed.subarray(1)).toString('utf8'))
}

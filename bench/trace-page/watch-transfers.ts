import type { CDPSession } from '@playwright/test'

type Kind = 'script' | 'data'
export type Transfers = {
  /** KB as transferred of what had arrived so many ms after the navigation began. */
  kbUntil(kind: Kind, ms: number): number
}

/** Counts what a page loads: its scripts, and as data the document itself and what is asked of the trace besides. */
export function watchTransfers(session: CDPSession): Transfers {
  const kinds = new Map<string, Kind>()
  const arrivals: { kind: Kind; atS: number; bytes: number }[] = []
  let startS = Number.POSITIVE_INFINITY
  session.on('Network.requestWillBeSent', ({ timestamp }) => {
    startS = Math.min(startS, timestamp)
  })
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    // By what came: a server may answer a page where a script was asked for.
    if (/javascript/.test(response.mimeType)) kinds.set(requestId, 'script')
    else if (type === 'Document' || new URL(response.url).pathname.startsWith('/api/traces/')) {
      kinds.set(requestId, 'data')
    }
  })
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (kind !== undefined) arrivals.push({ kind, atS: timestamp, bytes: encodedDataLength })
  })
  return {
    kbUntil: (kind, ms) =>
      arrivals
        .filter((one) => one.kind === kind && (one.atS - startS) * 1000 <= ms)
        .reduce((sum, { bytes }) => sum + bytes, 0) / 1024,
  }
}

'use client'

import type { DrawnEdge } from '@/components/traces/draw-map'
import { labelEdge } from '@/components/traces/map-figures'
import type { MapLinks } from '@/components/traces/map-links'
import { FailingTraces, MapFigures, MapPanel } from '@/components/traces/map-panel'
import { AppLink } from '@/components/ui/app-link'
import type { GraphEdge, MapResponse } from '@/lib/contracts/map'

type Props = {
  edge: DrawnEdge
  /** What its ends are called. */
  names: ReadonlyMap<string, string>
  page: MapResponse
  links: MapLinks
  windowMs: number
  onClose(): void
}

/** How the two ends of a dashed edge are known to belong together. */
const EVIDENCE_WORDS: Readonly<Record<NonNullable<GraphEdge['evidence']>, string>> = {
  link: 'The consumer’s segment links to the call that sent the message.',
  'message-id': 'The consumer’s segments name the ID of the message, which the call that sent it returned.',
  'request-id':
    'The consumer’s segments name the ID of the request that sent the message, or that failed and was handed on.',
  mapping:
    'Inferred: the link names who sent several messages, and the consumer’s event source mapping reads this one.',
  segment:
    'Inferred: the link names who sent the message. It sent to several queues or topics; this is the first of them.',
  trace: 'Inferred: the link names only the trace in which the message was sent. This is where that trace sent to.',
  'dead-letter':
    'Inferred: the message was sent to one queue and read from another by the consumer’s event source mapping, as from a dead-letter queue.',
}
const PASSED_ON = 'Handed over within one trace: a topic or bus passes the trace header on and does not wait.'

/** Figures of an edge as the caller saw them, by operation, and its traces. */
export function MapEdgePanel({ edge, names, page, links, windowMs, onClose }: Props) {
  const [only] = edge.members
  const byId = new Map(page.nodes.map((node) => [node.id, node]))
  const [from, to] = [byId.get(only?.from ?? ''), byId.get(only?.to ?? '')]
  const isOne = edge.members.length === 1 && only !== undefined && from !== undefined && to !== undefined
  return (
    <MapPanel
      label="Edge"
      title={`${names.get(edge.from) ?? edge.from} → ${names.get(edge.to) ?? edge.to}`}
      note={
        edge.kind === 'link' ? 'Messages handed over; times are their age on arrival' : 'Calls as the caller saw them'
      }
      onClose={onClose}
    >
      <MapFigures
        stats={edge.stats}
        windowMs={windowMs}
        timeName={edge.kind === 'link' ? 'Age' : 'Response'}
        linkOf={(outcome) => (isOne && edge.kind === 'call' ? links.ofEdge(from, to, outcome) : null)}
      />
      {isOne && (
        <>
          {edge.kind === 'link' && (
            <p className="text-muted text-xs">{only.evidence === null ? PASSED_ON : EVIDENCE_WORDS[only.evidence]}</p>
          )}
          <FailingTraces failures={only.failures} />
          <EdgeTraces {...{ links, from, to }} isJoined={only.evidence !== null} />
          <Operations edge={only} windowMs={windowMs} />
        </>
      )}
      {!isOne && (
        <p className="text-muted text-xs">{edge.members.length} ways between the services of the two groups.</p>
      )}
    </MapPanel>
  )
}

type TracesProps = Pick<Props, 'links'> & {
  from: MapResponse['nodes'][number]
  to: MapResponse['nodes'][number]
  /** Its two ends are in two traces. */
  isJoined: boolean
}

function EdgeTraces({ links, from, to, isJoined }: TracesProps) {
  return (
    <div className="flex flex-col gap-1">
      <AppLink
        to="/traces"
        params={isJoined ? links.ofNode(to) : links.ofEdge(from, to)}
        className="self-start text-accent hover:underline"
      >
        {isJoined ? 'Traces of the consumer' : 'Traces over this edge'}
      </AppLink>
      {isJoined && (
        <p className="text-muted text-xs">
          Who sent and who received are in traces of their own, so no filter finds both in one. These are all traces of
          the receiver.
        </p>
      )}
    </div>
  )
}

function Operations({ edge: { operations }, windowMs }: { edge: GraphEdge; windowMs: number }) {
  if (operations.every(({ operation }) => operation === null)) return null
  return (
    <section>
      <h3 className="mb-1 font-medium text-xs">By operation</h3>
      <ul className="flex flex-col gap-1 text-xs">
        {operations.map(({ operation, stats }) => (
          <li key={operation ?? ''} className="flex justify-between gap-2">
            <span className="truncate">{operation ?? 'Not named'}</span>
            <span className="figures whitespace-nowrap text-muted">{labelEdge(stats, windowMs)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

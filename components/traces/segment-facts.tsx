'use client'

import type { ReactNode } from 'react'
import { flattenFacts } from '@/components/traces/flatten-facts'
import { CopyButton } from '@/components/ui/copy-button'
import type { SpanDetail } from '@/lib/contracts/traces'

/** Exceptions first, then what the segment says about itself, then X-Ray's own JSON. */
export function SegmentFacts({ detail }: { detail: SpanDetail }) {
  const json = JSON.stringify(detail.document, null, 2)
  return (
    <div className="divide-y">
      {detail.exceptions.map((exception, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: exceptions have no identity and never move
        <Exception key={index} exception={exception} />
      ))}
      <Facts title="HTTP" record={detail.http} />
      <Facts title="SQL" record={detail.sql} />
      <Facts title="AWS" record={detail.aws} />
      <Facts title="Annotations" record={detail.annotations} />
      <Facts title="Metadata" record={detail.metadata} />
      <details className="px-3 py-2">
        <summary className="font-medium text-sm">Raw JSON</summary>
        <div className="relative mt-2">
          <pre className="max-h-96 overflow-auto rounded bg-sunken p-2 text-2xs">{json}</pre>
          <CopyButton text={json} label="Copy the JSON" className="absolute top-1 right-1" />
        </div>
      </details>
    </div>
  )
}

function Facts({ title, record }: { title: string; record: Record<string, unknown> | null }) {
  const facts = record === null ? [] : flattenFacts(record)
  if (facts.length === 0) return null
  return (
    <Section title={title}>
      <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt title={name} className="truncate text-muted">
              {name}
            </dt>
            <dd className="break-words font-mono">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Exception({ exception }: { exception: SpanDetail['exceptions'][number] }) {
  return (
    <Section title="Exception">
      <p className="break-words font-medium text-fault text-xs">{exception.type ?? 'Unknown type'}</p>
      {exception.message !== null && <p className="mt-0.5 break-words font-mono text-xs">{exception.message}</p>}
      {exception.stack.length > 0 && (
        <pre className="mt-1.5 max-h-48 overflow-auto rounded bg-sunken p-2 text-2xs text-muted">
          {exception.stack.join('\n')}
        </pre>
      )}
    </Section>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="px-3 py-2">
      <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
      {children}
    </section>
  )
}

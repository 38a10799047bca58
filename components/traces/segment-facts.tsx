'use client'

import type { ReactNode } from 'react'
import { AnnotationFacts } from '@/components/traces/annotation-facts'
import { ExceptionFacts } from '@/components/traces/exception-facts'
import { flattenFacts } from '@/components/traces/flatten-facts'
import { JsonTree } from '@/components/traces/json-tree'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { SpanDetail } from '@/lib/contracts/traces'

type Facts = Record<string, unknown>
type Props = { detail: SpanDetail; traceStartMs: number }

/** What is missing, exceptions, then what the segment says about itself, then X-Ray's own JSON. */
export function SegmentFacts({ detail, traceStartMs }: Props) {
  const { problems, exceptions, http, sql, aws, annotations, metadata, links, consoleUrl, document } = detail
  return (
    <div className="divide-y">
      {problems.length > 0 && (
        <Section title="What is missing">
          <ul className="flex flex-col gap-1 text-error text-xs">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Section>
      )}
      <ExceptionFacts exceptions={exceptions} />
      {http !== null && <FactsOf title="HTTP" facts={http} />}
      {sql !== null && <Query facts={sql} />}
      {aws !== null && <FactsOf title="AWS" facts={aws} copied={['request_id', 'id_2']} />}
      {Object.keys(annotations).length > 0 && (
        <Section title="Annotations">
          <AnnotationFacts annotations={annotations} traceStartMs={traceStartMs} />
        </Section>
      )}
      {Object.keys(metadata).length > 0 && (
        <Section title="Metadata">
          {Object.entries(metadata).map(([namespace, value]) => (
            <JsonTree key={namespace} name={namespace} value={value} open />
          ))}
        </Section>
      )}
      {links.length > 0 && <Links links={links} />}
      {consoleUrl !== null && (
        <div className="px-3 py-2">
          <a href={consoleUrl} target="_blank" rel="noreferrer" className={buttonClass('secondary', 'sm')}>
            Open in AWS
          </a>
        </div>
      )}
      <RawDocument document={document} />
    </div>
  )
}

type FactsProps = { title: string; facts: Facts; copied?: readonly string[] }

/** copied: facts that are looked for elsewhere. */
function FactsOf({ title, facts, copied = [] }: FactsProps) {
  const entries = flattenFacts(facts)
  if (entries.length === 0) return null
  return (
    <Section title={title}>
      <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 text-xs">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt title={name} className="truncate text-muted">
              {name}
            </dt>
            <dd className="wrap-anywhere font-mono">
              {value}
              {copied.includes(name) && (
                <CopyButton text={value} label={`Copy ${name}`} className="-my-1 align-middle" />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

/** A query with its database and user; the query itself first. */
function Query({ facts }: { facts: Facts }) {
  const { sanitized_query: query, ...rest } = facts
  if (typeof query !== 'string') return <FactsOf title="SQL" facts={facts} />
  return (
    <>
      <Section title="SQL" aside={<CopyButton text={query} label="Copy the query" />}>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          tabIndex={0}
          className="wrap-anywhere max-h-48 overflow-auto whitespace-pre-wrap rounded bg-sunken p-2 text-2xs"
        >
          {query}
        </pre>
      </Section>
      <FactsOf title="Database" facts={rest} />
    </>
  )
}

/** Traces that this one goes on from, such as those of the messages of a batch. */
function Links({ links }: { links: SpanDetail['links'] }) {
  return (
    <Section title="Linked traces">
      <ul className="flex flex-col font-mono text-xs leading-[24px]">
        {links.map(({ traceId, id }) => (
          <li key={`${traceId}/${id}`}>
            <AppLink
              to={`/traces/${traceId}`}
              params={{ span: id }}
              className="wrap-anywhere inline-block min-h-[24px] text-accent hover:underline"
            >
              {traceId}
            </AppLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function RawDocument({ document }: { document: Facts }) {
  const json = JSON.stringify(document, null, 2)
  return (
    <details className="px-3 py-2">
      <summary className="font-medium text-sm">Raw JSON</summary>
      <div className="relative mt-2">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto rounded bg-sunken p-2 text-2xs"
        >
          {json}
        </pre>
        <CopyButton text={json} label="Copy the JSON" className="absolute top-1 right-1" />
      </div>
    </details>
  )
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="px-3 py-2">
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="font-medium text-sm">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

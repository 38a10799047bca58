'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { traceDocumentsOptions } from '@/lib/client/trace-tools-options'
import { formatBytes } from '@/lib/domain/format'

/** How many documents are listed at once. */
const MOST = 500

type Document = { Id: string; Document: string }
type Props = { traceId: string; onSelectSpan(id: string): void }

/** X-Ray's documents of a trace as they came; those that cannot be read first. */
export const TraceDocuments = memo(function TraceDocuments({ traceId, onSelectSpan }: Props) {
  const { data, error, refetch } = useQuery(traceDocumentsOptions(traceId))
  if (error) return <QueryError error={error} onRetry={refetch} />
  if (!data) return <div className="skeleton m-3 h-64" />
  const documents = (data.Traces[0]?.Segments ?? []).toSorted((a, b) => Number(a.Id !== '') - Number(b.Id !== ''))
  if (documents.length === 0) {
    return (
      <Notice kind="empty" title="No document of this trace is stored">
        They have not been read yet, or are no longer kept.
      </Notice>
    )
  }
  return (
    <>
      <ul aria-label="Documents" className="max-h-[480px] divide-y overflow-y-auto border-t">
        {documents.slice(0, MOST).map((document, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one segment may have been sent several times; the order never changes
          <DocumentItem key={index} document={document} onSelectSpan={onSelectSpan} />
        ))}
      </ul>
      {documents.length > MOST && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          {MOST} of {documents.length} documents. All of them are in the export as X-Ray JSON.
        </p>
      )}
    </>
  )
})

function DocumentItem({ document, onSelectSpan }: { document: Document; onSelectSpan(id: string): void }) {
  const [open, setOpen] = useState(false)
  const { Id, Document: text } = document
  const bytes = useMemo(() => new TextEncoder().encode(text).length, [text])
  return (
    <li>
      <div className="flex min-h-8 items-center gap-2 px-3 text-xs">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="inline-flex min-h-[24px] min-w-0 items-center gap-1.5 rounded font-mono"
        >
          <ChevronRight aria-hidden className={classNames('size-3.5 shrink-0 text-faint', open && 'rotate-90')} />
          {Id === '' ? (
            <span className="font-sans text-error">Cannot be read</span>
          ) : (
            <span className="truncate">{Id}</span>
          )}
        </button>
        <span className="figures text-muted">{formatBytes(bytes)}</span>
        <span className="ml-auto flex items-center gap-2">
          {Id !== '' && (
            <button
              type="button"
              onClick={() => onSelectSpan(Id)}
              className="min-h-[24px] rounded text-muted hover:text-text hover:underline"
            >
              Show its segment
            </button>
          )}
          <CopyButton text={text} label="Copy the document" />
        </span>
      </div>
      {open && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          tabIndex={0}
          className="wrap-anywhere mx-3 mb-2 max-h-96 overflow-auto whitespace-pre-wrap rounded bg-sunken p-2 text-2xs"
        >
          {prettyOf(text)}
        </pre>
      )}
    </li>
  )
}

/** Indented where that is possible; JSON that is broken or nested too deep stands as it came. */
function prettyOf(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

'use client'

import { CopyButton } from '@/components/ui/copy-button'
import type { SpanDetail } from '@/lib/contracts/traces'

type Exception = SpanDetail['exceptions'][number]

/** The exceptions of a segment: the one thrown first, each followed by what caused it. */
export function ExceptionFacts({ exceptions }: { exceptions: SpanDetail['exceptions'] }) {
  return exceptions.map((exception, index) => {
    const thrown = exceptions[index - 1]
    const isCause = thrown !== undefined && thrown.causeId !== null && thrown.causeId === exception.id
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: exceptions have no identity and never move
      <section key={index} aria-label={isCause ? 'Cause' : 'Exception'} className="px-3 py-2">
        <div className="mb-1 flex items-center gap-2">
          <h3 className="font-medium text-sm">{isCause ? 'Caused by' : 'Exception'}</h3>
          {exception.remote && <span className="text-muted text-xs">of the called service</span>}
          <CopyButton text={textOf(exception)} label="Copy the exception" className="ml-auto" />
        </div>
        <p className="wrap-anywhere font-medium text-fault text-xs">{exception.type ?? 'Unknown type'}</p>
        {exception.message !== null && <p className="wrap-anywhere mt-0.5 font-mono text-xs">{exception.message}</p>}
        {exception.stack.length > 0 && (
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
            tabIndex={0}
            className="mt-1.5 max-h-48 overflow-auto rounded bg-sunken p-2 text-2xs text-muted"
          >
            {exception.stack.join('\n')}
          </pre>
        )}
      </section>
    )
  })
}

function textOf({ type, message, stack }: Exception): string {
  return [`${type ?? 'Unknown type'}: ${message ?? ''}`, ...stack.map((frame) => `    at ${frame}`)].join('\n')
}

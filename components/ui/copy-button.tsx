'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classNames } from '@/lib/client/class-names'

/** Copies a text; says so for a moment. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
      className={classNames(
        'inline-flex size-6 shrink-0 items-center justify-center rounded text-faint hover:bg-hover hover:text-text',
        className,
      )}
    >
      <Icon aria-hidden className={classNames('size-3.5', copied && 'text-ok')} />
    </button>
  )
}

'use client'

import { useState } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'

const EXPORTS = [
  { format: 'xray', label: 'X-Ray JSON', hint: 'as BatchGetTraces' },
  { format: 'otlp', label: 'OTLP JSON', hint: 'OpenTelemetry' },
]
const ITEM = 'flex min-h-8 items-center justify-between gap-2 rounded-(--radius) px-2 text-sm hover:bg-hover'

/** Compares the trace with another, and takes it elsewhere: as a link or as a file. */
export function TraceActions({ id }: { id: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(window.location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <>
      <AppLink to="/traces/compare" params={{ a: id }} className={buttonClass('ghost', 'sm')}>
        Compare
      </AppLink>
      <Popover label="Share and export" trigger="Export" width={240} align="end" className={buttonClass('ghost', 'sm')}>
        <div className="p-1">
          <MenuItem onClick={copy}>{copied ? 'The link is copied' : 'Copy a link to this view'}</MenuItem>
          {EXPORTS.map(({ format, label, hint }) => (
            <a key={format} href={`/api/traces/${id}/${format}`} download={`${id}.${format}.json`} className={ITEM}>
              {label}
              <span className="text-muted text-xs">{hint}</span>
            </a>
          ))}
        </div>
      </Popover>
    </>
  )
}

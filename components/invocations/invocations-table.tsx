'use client'

import { useRef, useState } from 'react'
import { InvocationRow } from '@/components/invocations/invocation-row'
import { classNames } from '@/lib/client/class-names'
import { MAIN_LIST, useListKeys } from '@/lib/client/use-list-keys'
import type { InvocationItem } from '@/lib/contracts/invocations'
import { findInvocation } from '@/lib/domain/invocation-id'

/** isMore: where there is no room for it on a phone; an opened row leads to it. phone: how wide it is there. */
const COLUMNS = [
  { label: 'Started', width: 110, phone: 'max-sm:w-auto!' },
  { label: 'Request ID', width: 112, isMore: true },
  { label: 'Version', width: 68, isMore: true },
  { label: 'Environment', width: 108, isMore: true },
  { label: 'Result', phone: 'max-sm:w-[124px]!' },
  { label: 'Duration', width: 72, number: true, phone: 'max-sm:w-[96px]!' },
  { label: 'Billed', width: 68, number: true, isMore: true },
  { label: 'Init or restore', width: 92, number: true, isMore: true },
  { label: 'Memory', width: 118, number: true, isMore: true },
  { label: 'Trace', width: 118, isMore: true },
]

/** Rows open in place to show their log lines; j and k move, Enter opens. */
export function InvocationsTable({ items }: { items: readonly InvocationItem[] }) {
  const [open, setOpen] = useState<string | null>(null)
  const opened = findInvocation(items, open)
  const toggle = (id: string) => setOpen(opened?.id === id ? null : id)
  const list = useRef<HTMLElement>(null)
  const selected = useListKeys({
    list,
    count: items.length,
    onOpen: (index) => items[index] && toggle(items[index].id),
    onMove: (index) => document.getElementById(`invocation-${index}`)?.scrollIntoView({ block: 'nearest' }),
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section {...MAIN_LIST} ref={list} aria-label="Invocations" tabIndex={0} className="overflow-x-auto">
      <table className="w-full table-fixed text-sm sm:min-w-[998px]">
        <thead>
          <tr className="border-y bg-surface text-muted text-xs">
            {COLUMNS.map(({ label, width, number, isMore, phone }) => (
              <th
                key={label}
                scope="col"
                style={{ width }}
                className={classNames(
                  'h-8 px-2 font-normal first:pl-3 last:pr-3',
                  number ? 'text-right' : 'text-left',
                  isMore ? 'max-sm:hidden' : phone,
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <InvocationRow
              key={item.id}
              item={item}
              index={index}
              columns={COLUMNS.length}
              selected={selected === index}
              open={item === opened}
              onToggle={toggle}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

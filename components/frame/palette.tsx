'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { NAV_ENTRIES } from '@/components/frame/nav-entries'
import { functionsOptions } from '@/lib/client/functions-options'
import { useLinkTo, useRange } from '@/lib/client/view-params'

const TRACE_ID = /^(1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32})$/i
const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const INVOCATION_ID = /^[0-9a-z]{8,9}-[0-9a-f]{16}$/i

const ITEM =
  'flex h-9 cursor-pointer items-center gap-3 rounded-(--radius) px-3 text-sm data-[selected=true]:bg-selected'

const GROUP = 'text-faint text-xs [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5'

/** Functions, pages, request IDs and trace IDs by name. Shown as a modal dialog; Escape closes it. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const { range } = useRange()
  const router = useRouter()
  const linkTo = useLinkTo()
  const { data } = useQuery(functionsOptions(range))
  useEffect(() => {
    dialog.current?.showModal()
    // A modal dialog gives focus to the first thing that can have it, which is the list around the input.
    dialog.current?.querySelector('input')?.focus()
  }, [])
  const go = (path: string, extra: Record<string, string> = {}) => {
    router.push(linkTo(path, extra) as Route)
    onClose()
  }
  const id = text.trim()
  return (
    <dialog
      ref={dialog}
      aria-label="Search"
      onClose={onClose}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
      className="mx-auto mt-[12vh] w-[560px] max-w-[calc(100vw-16px)] rounded-lg border border-line-strong bg-raised"
    >
      <Command label="Search" loop>
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Function, page, request ID or trace ID"
          className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-muted text-sm">Nothing has that name.</Command.Empty>
          {TRACE_ID.test(id) && (
            <Command.Item className={ITEM} value={id} onSelect={() => go(`/traces/${id}`)}>
              Open trace <span className="truncate font-mono text-xs">{id}</span>
            </Command.Item>
          )}
          {(REQUEST_ID.test(id) || INVOCATION_ID.test(id)) && (
            <Command.Item className={ITEM} value={id} onSelect={() => go(`/invocations/${id}`)}>
              Open invocation <span className="truncate font-mono text-xs">{id}</span>
            </Command.Item>
          )}
          <Command.Group heading="Pages" className={GROUP}>
            {[...NAV_ENTRIES, { path: '/account', label: 'Account' }].map(({ path, label }) => (
              <Command.Item key={path} className={`${ITEM} text-text`} value={label} onSelect={() => go(path)}>
                {label}
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Functions" className={GROUP}>
            {(data?.items ?? []).map(({ arn, name, accountId, region }) => (
              <Command.Item
                key={arn}
                className={`${ITEM} text-text`}
                value={`${name} ${region} ${accountId}`}
                onSelect={() => go(`/functions/${encodeURIComponent(name)}`, { accountId, region })}
              >
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <span className="text-faint text-xs">{region}</span>
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  )
}

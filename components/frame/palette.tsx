'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { usePathname } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import { findInPalette } from '@/components/frame/find-in-palette'
import { NAV_ENTRIES } from '@/components/frame/nav-entries'
import { functionPath } from '@/lib/client/function-ref'
import { functionsOptions } from '@/lib/client/functions-options'
import { usePlaceWords } from '@/lib/client/known-places'
import { useGo } from '@/lib/client/navigation'
import { type ParamPatch, useRange, useScope } from '@/lib/client/view-params'

const TRACE_ID = /^(1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32})$/i
const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const INVOCATION_ID = /^[0-9a-z]{8,9}-[0-9a-f]{16}$/i

const ITEM =
  'flex h-9 cursor-pointer items-center gap-3 rounded-(--radius) px-3 text-sm data-[selected=true]:bg-selected'

const GROUP = 'text-faint text-xs [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5'

const PAGES = [...NAV_ENTRIES, { path: '/account', label: 'Account' }]
/** Nobody reads further; more letters find the rest. */
const MOST_FUNCTIONS = 40

/** Functions, their tabs and aliases, pages, request IDs and trace IDs by name. Shown as a modal dialog; Escape closes it. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const { range } = useRange()
  const { scope } = useScope()
  const go = useGo()
  const placeWords = usePlaceWords()
  const { data, isPending, error } = useQuery(functionsOptions(range))
  useEffect(() => {
    dialog.current?.showModal()
    // A modal dialog gives focus to the first thing that can have it, which is the list around the input.
    dialog.current?.querySelector('input')?.focus()
  }, [])
  const open = (path: string, extra: ParamPatch = {}) => {
    go(path, extra)
    onClose()
  }
  const id = text.trim()
  const pages = PAGES.filter(({ label }) => label.toLowerCase().includes(id.toLowerCase()))
  const current = decodeURIComponent(/^\/functions\/([^/]+)/.exec(usePathname())?.[1] ?? '')
  const functions = useMemo(
    () => findInPalette(data?.items ?? [], text, { most: MOST_FUNCTIONS, scope, current: current || null }),
    [data, text, scope, current],
  )
  return (
    <dialog
      ref={dialog}
      aria-label="Search"
      onClose={onClose}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
      className="mx-auto mt-[12vh] w-[560px] max-w-[calc(100vw-16px)] rounded-lg border border-line-strong bg-raised"
    >
      <Command label="Search" loop shouldFilter={false}>
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Function, alias, page, request ID or trace ID"
          className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-muted text-sm">
            {error !== null
              ? `The names could not be read: ${error.message}`
              : isPending
                ? 'Reading the names of functions'
                : 'Nothing has that name.'}
          </Command.Empty>
          {TRACE_ID.test(id) && (
            <Command.Item className={ITEM} value={id} onSelect={() => open(`/traces/${id}`)}>
              Open trace <span className="truncate font-mono text-xs">{id}</span>
            </Command.Item>
          )}
          {(REQUEST_ID.test(id) || INVOCATION_ID.test(id)) && (
            <Command.Item className={ITEM} value={id} onSelect={() => open(`/invocations/${id}`)}>
              Open invocation <span className="truncate font-mono text-xs">{id}</span>
            </Command.Item>
          )}
          {pages.length > 0 && (
            <Command.Group heading="Pages" className={GROUP}>
              {pages.map(({ path, label }) => (
                <Command.Item key={path} className={`${ITEM} text-text`} value={path} onSelect={() => open(path)}>
                  {label}
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {functions.length > 0 && (
            <Command.Group heading="Functions and aliases" className={GROUP}>
              {functions.map(({ name, alias, tab, accountId, region, isOutside }) => (
                <Command.Item
                  key={`${accountId}/${region}/${name}/${alias}${tab?.path}`}
                  className={`${ITEM} text-text`}
                  value={`${accountId}/${region}/${name}/${alias}${tab?.path}`}
                  onSelect={() =>
                    open(`${functionPath({ name })}${tab?.path ?? ''}`, { accountId, region, qualifier: alias })
                  }
                >
                  <span className="min-w-0 flex-1 truncate">
                    {name}
                    {alias !== null && <span className="text-muted">:{alias}</span>}
                    {tab !== null && <span className="text-muted"> · {tab.label}</span>}
                  </span>
                  <span title={accountId} className="shrink-0 text-faint text-xs">
                    {isOutside && 'outside the scope · '}
                    {placeWords({ accountId, region }) ?? region}
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </dialog>
  )
}

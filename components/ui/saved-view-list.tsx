'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { sendJson } from '@/lib/client/get-json'
import { useViewParams } from '@/lib/client/view-params'
import { viewsOptions } from '@/lib/client/views-options'
import type { SavedView, ViewPage } from '@/lib/contracts/views'

/** A view says what is looked at, not when. */
const NOT_SAVED = ['range', 'from', 'to', 'live', 'tz']

/** The views of a page, and a field to save what stands in the URL as one. */
export default function SavedViewList({ page, onClose }: { page: ViewPage; onClose(): void }) {
  const { data, error } = useQuery(viewsOptions(page))
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: ({ id }: SavedView) => sendJson('DELETE', `/api/views/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['views', page] }),
  })
  const problem = remove.error ?? error
  return (
    <div className="p-1">
      {data?.items.length === 0 && <p className="px-2 py-2 text-muted text-xs">No view of this page is saved yet.</p>}
      <ul aria-label="Views">
        {data?.items.map((view) => (
          <li key={view.id} className="flex items-center rounded-(--radius) hover:bg-hover">
            <ViewLink view={view} onGo={onClose} />
            <IconButton label={`Delete the view ${view.name}`} onClick={() => remove.mutate(view)} className="size-7">
              <Trash2 aria-hidden className="size-3.5" />
            </IconButton>
          </li>
        ))}
      </ul>
      {problem && (
        <p role="alert" className="px-2 py-1 text-fault text-xs">
          {problem.message}
        </p>
      )}
      <SaveForm page={page} />
    </div>
  )
}

function ViewLink({ view, onGo }: { view: SavedView; onGo(): void }) {
  const pathname = usePathname()
  const params = Object.fromEntries(new URLSearchParams(view.query))
  return (
    <AppLink
      to={pathname}
      params={{ scope: null, ...params }}
      onClick={onGo}
      className="flex h-8 min-w-0 flex-1 items-center px-2"
    >
      <span className="truncate">{view.name}</span>
    </AppLink>
  )
}

function SaveForm({ page }: { page: ViewPage }) {
  const [name, setName] = useState('')
  const { params } = useViewParams()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => {
      const kept = new URLSearchParams(params)
      for (const param of NOT_SAVED) kept.delete(param)
      return sendJson<SavedView>('POST', '/api/views', { page, name, query: kept.toString() })
    },
    onSuccess: () => {
      setName('')
      return client.invalidateQueries({ queryKey: ['views', page] })
    },
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') save.mutate()
  }
  return (
    <form onSubmit={onSubmit} className="mt-1 flex flex-col gap-1.5 border-t p-2">
      <div className="flex gap-2">
        <input
          type="text"
          aria-label="Name of the view"
          placeholder="Save what is shown as…"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="h-8 min-w-0 flex-1 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm"
        />
        <Button type="submit" disabled={save.isPending}>
          Save
        </Button>
      </div>
      {save.error && (
        <p role="alert" className="text-fault text-xs">
          {save.error.message}
        </p>
      )}
    </form>
  )
}

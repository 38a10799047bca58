'use client'

import { useMemo } from 'react'
import { FACETS, type Facet, type FunctionsView } from '@/components/functions/prepare-functions'
import { useScope, useViewParams } from '@/lib/client/view-params'

const DEFAULT_SORT = '-invocations'

/** The table's filters and order, as the URL holds them. */
export function useFunctionsView() {
  const { params, set } = useViewParams()
  const { scope } = useScope()
  const text = params.toString()
  const view = useMemo<FunctionsView>(() => {
    const read = new URLSearchParams(text)
    const sort = read.get('sort') ?? DEFAULT_SORT
    const list = (facet: Facet) =>
      read
        .getAll(facet)
        .flatMap((value) => value.split(','))
        .filter(Boolean)
    return {
      text: read.get('q') ?? '',
      facets: {
        runtime: list('runtime'),
        region: list('region'),
        mode: list('mode'),
        health: list('health'),
        tag: list('tag'),
      },
      groupBy: read.get('group'),
      sort: sort.replace(/^-/, ''),
      descending: sort.startsWith('-'),
      scope,
    }
  }, [text, scope])
  return {
    view,
    setText: (next: string) => set({ q: next }, 'replace'),
    sortBy: (id: string, descendingFirst: boolean) => {
      const descending = view.sort === id ? !view.descending : descendingFirst
      const sort = `${descending ? '-' : ''}${id}`
      set({ sort: sort === DEFAULT_SORT ? null : sort }, 'replace')
    },
    dropSort: () => set({ sort: null }, 'replace'),
    groupBy: (key: string | null) => set({ group: key }),
    toggle: (facet: Facet, value: string) => {
      const has = view.facets[facet].includes(value)
      const next = has ? view.facets[facet].filter((one) => one !== value) : [...view.facets[facet], value]
      set({ [facet]: next.join(',') })
    },
    clear: () => set({ q: null, ...Object.fromEntries(FACETS.map((facet) => [facet, null])) }),
  }
}

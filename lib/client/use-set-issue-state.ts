'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendJson } from '@/lib/client/get-json'
import type { IssueState, IssueStateResponse } from '@/lib/contracts/issues'

/** Resolves, ignores or reopens an issue, and asks again for what shows issues. */
export function useSetIssueState(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (state: IssueState) => sendJson<IssueStateResponse>('POST', `/api/issues/${id}/state`, { state }),
    onSettled: () => client.invalidateQueries({ queryKey: ['issues'] }),
  })
}

'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendJson } from '@/lib/client/get-json'
import type { ChangeAccountRequest, MonitoredAccount } from '@/lib/contracts/accounts'

/** Changes an account, and asks again what was pulled. */
export function useChangeAccount(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: ChangeAccountRequest) => sendJson<MonitoredAccount>('PATCH', `/api/accounts/${id}`, change),
    onSettled: () => client.invalidateQueries({ queryKey: ['sync'] }),
  })
}

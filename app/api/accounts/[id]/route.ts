import { API_ROUTES } from '@/lib/server/api-routes'
import { changeAccount } from '@/lib/server/commands/change-account'
import { deleteAccount } from '@/lib/server/commands/delete-account'
import { handle } from '@/lib/server/http'
import { getAccount } from '@/lib/server/queries/get-account'

export const GET = handle(API_ROUTES.getAccount, ({ db, params }) => getAccount(db, params.id ?? ''))
export const PATCH = handle(API_ROUTES.changeAccount, ({ db, params, body }) =>
  changeAccount(db, params.id ?? '', body),
)
export const DELETE = handle(API_ROUTES.deleteAccount, async ({ db, params }) => {
  await deleteAccount(db, params.id ?? '')
  return { done: true as const }
})

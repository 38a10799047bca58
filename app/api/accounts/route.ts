import { API_ROUTES } from '@/lib/server/api-routes'
import { addAccount } from '@/lib/server/commands/add-account'
import { handle } from '@/lib/server/http'
import { listAccounts } from '@/lib/server/queries/list-accounts'

export const GET = handle(API_ROUTES.listAccounts, ({ db }) => listAccounts(db))
export const POST = handle(API_ROUTES.addAccount, ({ db, body }) => addAccount(db, body))

import { API_ROUTES } from '@/lib/server/api-routes'
import { saveBudget } from '@/lib/server/commands/save-budget'
import { handle } from '@/lib/server/http'
import { listBudgets } from '@/lib/server/queries/list-budgets'

export const GET = handle(API_ROUTES.listBudgets, ({ db, nowMs }) => listBudgets(db, nowMs))
export const PUT = handle(API_ROUTES.saveBudget, ({ db, body, nowMs }) => saveBudget(db, body, nowMs))

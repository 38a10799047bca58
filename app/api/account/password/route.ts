import { API_ROUTES } from '@/lib/server/api-routes'
import { setPassword } from '@/lib/server/commands/set-password'
import { handle } from '@/lib/server/http'

export const POST = handle(API_ROUTES.setPassword, async ({ body, caller, request, answerHeaders }) => {
  const cookies = await setPassword(caller, request.headers, body)
  for (const cookie of cookies) answerHeaders.append('set-cookie', cookie)
  return { done: true as const }
})

import { answerAuth } from '@/lib/server/auth/answer-auth'
import { answerErrors } from '@/lib/server/http'

// The auth library's own endpoints: signing in and out. It refuses what needs a session by itself.
const answer = answerErrors(answerAuth)
export const GET = answer
export const POST = answer

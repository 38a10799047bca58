import { answerAuth } from '@/lib/server/auth/answer-auth'

// The auth library's own endpoints: signing in and out. It refuses what needs a session by itself.
export const GET = answerAuth
export const POST = answerAuth

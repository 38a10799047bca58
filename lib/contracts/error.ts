import * as z from 'zod/mini'

export const ErrorResponse = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    candidates: z.optional(z.array(z.object({ accountId: z.string(), region: z.string() }))),
  }),
})
export type ErrorResponse = z.infer<typeof ErrorResponse>

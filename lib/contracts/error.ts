import * as z from 'zod/mini'

/** position: of the character of a filter expression that cannot be read, from 0. candidates: for an ambiguous function name. */
export const ErrorResponse = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    position: z.optional(z.int()),
    candidates: z.optional(z.array(z.object({ accountId: z.string(), region: z.string() }))),
  }),
})
export type ErrorResponse = z.infer<typeof ErrorResponse>

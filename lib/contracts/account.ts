import * as z from 'zod/mini'

/** currentPassword: needed once a password is set. */
export const SetPasswordRequest = z.strictObject({
  password: z.string().check(z.minLength(10), z.maxLength(128)),
  currentPassword: z.optional(z.string()),
})
export type SetPasswordRequest = z.infer<typeof SetPasswordRequest>

export const Done = z.object({ done: z.literal(true) })
export type Done = z.infer<typeof Done>

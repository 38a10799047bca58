import * as z from 'zod/mini'

/**
 * Traces of which it cannot be told whether a qualifier took part in them, and why. traces: counted up to 10,000; where it
 * is that many there may be more. None of them is in the answer.
 */
export const HiddenTraces = z.object({ traces: z.int(), reason: z.string() })
export type HiddenTraces = z.infer<typeof HiddenTraces>

import * as z from 'zod/mini'

/**
 * How far what an answer rests on is read over the window. of: log groups, or accounts and regions; whole: those read for
 * all of it but its newest minutes; share: of the window over all of them, 0 to 1.
 */
export const ReadExtent = z.object({ of: z.int(), whole: z.int(), share: z.number() })

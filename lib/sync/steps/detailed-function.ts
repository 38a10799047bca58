/** A function of which details are read. rarely: also what changes rarely is due. */
export type DetailedFunction = { id: number; arn: string; name: string; rarely: boolean }

/** Stores what was read. Answers come several at a time, the one connection of the lease takes them in turn. */
export type StoreAnswer = () => Promise<void>

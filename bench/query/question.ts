/** ask: as a page asks. raw: the same answer from single invocations, where there is one. isList: a page of a keyset. */
export type Question = { name: string; isList?: boolean; ask(): Promise<unknown>; raw?(): Promise<unknown> }

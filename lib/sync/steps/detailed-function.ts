/**
 * A function of which details are read. rarely: also what changes rarely is due. hasVersions, hasProvisioned: as far as is
 * known. isManaged: it runs on managed instances. active: it ran or was changed of late. recursionDue, runtimeDue: these settings are to be read. knownAtMs: when all details were
 * read last, null when never.
 */
export type DetailedFunction = {
  id: number
  arn: string
  name: string
  rarely: boolean
  hasVersions: boolean
  hasProvisioned: boolean
  isManaged: boolean
  active: boolean
  recursionDue: boolean
  runtimeDue: boolean
  knownAtMs: number | null
}

/** Stores what was read. Answers come several at a time, the one connection of the lease takes them in turn. */
export type StoreAnswer = () => Promise<void>

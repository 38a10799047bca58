const RANKS = { viewer: 0, editor: 1, admin: 2 } as const

export type Role = keyof typeof RANKS

/** Text as a role; anything that is none is the least. */
export function roleOf(text: string | null | undefined): Role {
  return text === 'admin' || text === 'editor' ? text : 'viewer'
}

/** Whether someone of a role may do what another role is needed for: viewer < editor < admin. */
export function mayAct(role: Role, needed: Role): boolean {
  return RANKS[role] >= RANKS[needed]
}

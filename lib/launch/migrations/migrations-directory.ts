/** Relative to the root of the project, where every command runs. */
export const MIGRATIONS_DIRECTORY = 'prisma/migrations'

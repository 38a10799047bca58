import { runStep } from './run-step.mjs'

/** Writes generated/prisma from the schema. Naming any program as the schema engine keeps Prisma from downloading one. */
export function generateClient() {
  return runStep('prisma generate', process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  })
}

if (process.argv[1] === import.meta.filename) await generateClient()

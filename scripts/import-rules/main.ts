import { checkImports } from '@/scripts/import-rules/check-imports'

const { modules, imports, violations } = checkImports(process.cwd())
for (const violation of violations) console.error(violation)
console.log(`import rules: ${modules} modules, ${imports} imports, ${violations.length} violations`)
process.exit(violations.length === 0 ? 0 : 1)

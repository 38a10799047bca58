/**
 * Which way imports go. A file belongs to the first zone whose `files` its path begins with; a zone imports itself and
 * the zones it names, and nothing else of this project. Packages are free unless `packages` says otherwise.
 */
export type Zone = {
  name: string
  files: RegExp
  mayImport: readonly string[]
  /** Packages that the zone must not import. */
  withoutPackages?: RegExp
  /** What the code must not say, with the reason. */
  withoutCode?: { pattern: RegExp; reason: string }
}

const AWS = /^@aws-sdk\/|^@smithy\//
const FRAMEWORKS = /^(react|react-dom|next|server-only|@prisma\/.*|pg|pg-copy-streams|@aws-sdk\/.*|@tanstack\/.*)(\/|$)/
const CLOCK = {
  pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bprocess\.env\b/,
  reason: 'only process entries read the clock and the environment: take them as arguments',
}

export const ZONES: readonly Zone[] = [
  // Tests reach for what prepares their world; what they test they may import as its own zone may.
  { name: 'fixtures', files: /^e2e\//, mayImport: ['launch', 'server', 'contracts', 'domain', 'generated'] },
  {
    name: 'bench',
    files: /^bench\//,
    mayImport: ['fixtures', 'launch', 'sync', 'aws', 'steps', 'server', 'contracts', 'domain', 'generated'],
  },
  { name: 'scripts', files: /^scripts\//, mayImport: [] },
  { name: 'simulator', files: /^simulator\//, mayImport: [] },
  { name: 'generated', files: /^generated\//, mayImport: [] },
  {
    name: 'app',
    files: /^app\/|^(proxy|instrumentation[\w-]*)\.ts$/,
    mayImport: ['components', 'client', 'server', 'contracts', 'domain'],
    withoutPackages: AWS,
  },
  { name: 'components', files: /^components\//, mayImport: ['client', 'contracts', 'domain'], withoutPackages: AWS },
  { name: 'client', files: /^lib\/client\//, mayImport: ['contracts', 'domain'], withoutPackages: AWS },
  { name: 'contracts', files: /^lib\/contracts\//, mayImport: ['domain'], withoutPackages: FRAMEWORKS },
  { name: 'domain', files: /^lib\/domain\//, mayImport: [], withoutPackages: FRAMEWORKS, withoutCode: CLOCK },
  { name: 'server', files: /^lib\/server\//, mayImport: ['contracts', 'domain', 'generated'], withoutPackages: AWS },
  { name: 'aws', files: /^lib\/sync\/aws\//, mayImport: ['sync', 'server', 'domain'] },
  {
    name: 'steps',
    files: /^lib\/sync\/steps\//,
    mayImport: ['sync', 'aws', 'server', 'domain', 'generated'],
    withoutPackages: AWS,
    withoutCode: CLOCK,
  },
  {
    name: 'sync',
    files: /^lib\/sync\//,
    mayImport: ['aws', 'steps', 'server', 'domain', 'generated'],
    withoutPackages: AWS,
  },
  { name: 'launch', files: /^lib\/launch\//, mayImport: ['server', 'domain'] },
]

/** Folders of components/ that every other may use; the rest are words of the domain and do not know one another. */
export const SHARED_COMPONENTS: readonly string[] = ['ui', 'charts', 'frame']

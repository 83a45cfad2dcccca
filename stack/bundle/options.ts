import type { BuildOptions } from 'esbuild';
import plugins from './plugins.ts';

/** How the function is bundled. The caller adds where from and where to. */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  chunkNames: 'chunks/[hash]',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  // graphql checks more, and for each value, where it is not told so.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins,
  // Imported only when asked for, and never asked for here. All else is bundled, the AWS SDK too: the runtime's own copy is
  // older and loads slower.
  external: [
    // Lambda has its credentials in the environment.
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
    // DynamoDB streams no events, and nothing here parses a user agent.
    '@smithy/core/event-streams',
    'bowser',
    // Apollo's plugins that src/graphql/graphql.ts switches off.
    '*/plugin/cacheControl/index.js',
    '*/plugin/disableSuggestions/index.js',
    '*/plugin/inlineTrace/index.js',
    '*/plugin/landingPage/default/index.js',
    '*/plugin/schemaReporting/index.js',
    '*/plugin/usageReporting/index.js',
  ],
} satisfies BuildOptions;

import { fileURLToPath } from 'node:url';
import { nodeModules } from './node-modules.ts';
import { replaceFile } from './replace-file.ts';
import { together } from './together.ts';

/**
 * Bundler plugins for changes that esbuild and the dependencies have no option for; docs/performance.md has the gains.
 */
export default [
  nodeModules,

  together([
    'src/routes/page/memento.ts',
    'src/routes/playground.ts',
    'src/routes/edit.ts',
    'src/routes/put.ts',
    'src/routes/feed/feed.ts',
    'src/routes/embed.ts',
    'src/routes/spac-lla.ts',
    'src/tasks/run-task.ts',
    'src/tasks/push.ts',
    'src/domain/time.ts',
    'src/domain/week-stats.ts',
  ]),

  // DynamoDB's endpoint is known; src/store/client.ts switches the search for another one off.
  replaceFile('no-endpoint-cache', {
    file: /@aws-sdk\/endpoint-cache\/dist-es\/EndpointCache\.js$/,
    contents: 'export class EndpointCache {}',
  }),

  // The SDK prefers Node's SHA-256 to its own.
  replaceFile('no-sha256', {
    file: /@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
    contents: 'export class Sha256Js {}',
  }),

  // Apollo gets a finished schema and never builds one.
  replaceFile('no-schema-tools', {
    file: /@graphql-tools\/schema\/esm\/index\.js$/,
    contents: `export const makeExecutableSchema = () => { throw new Error('This bundle has no @graphql-tools/schema'); };`,
  }),

  // Apollo looks for a version of graphql with @defer, in an import() that keeps all of graphql in the bundle.
  replaceFile('no-incremental-delivery', {
    file: /@apollo\/server\/dist\/esm\/incrementalDeliveryPolyfill\.js$/,
    contents: `
      import { execute } from 'graphql';
      export const executeIncrementally = ({ useLegacyIncremental, legacyExperimentalExecuteIncrementally, ...args }) => execute(args);
    `,
  }),

  // Apollo gets a logger.
  replaceFile('no-loglevel', { file: /loglevel\/lib\/loglevel\.js$/, contents: 'export default undefined;' }),

  replaceFile('small-lru-cache', {
    file: /lru-cache\/dist\/commonjs\/node\/index\.min\.js$/,
    contents: `export { LRUCache } from ${JSON.stringify(fileURLToPath(new URL('small-lru-cache.ts', import.meta.url)))};`,
  }),

  // These translate other kinds of events, and would add a second copy of Apollo, as CommonJS.
  replaceFile('no-other-events', {
    file: /@as-integrations\/aws-lambda\/dist\/request-handlers\/_index\.js$/,
    contents: 'module.exports = {};',
  }),

  // Apollo hashes every document. It does not find Node in a bundle, and would bring SHA-256 in JavaScript.
  replaceFile('native-hash', {
    file: /@apollo\/utils\.createhash\/dist\/index\.js$/,
    contents: `export { createHash } from 'node:crypto';`,
  }),
];

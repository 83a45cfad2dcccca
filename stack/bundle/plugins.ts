import { nodeModules } from './node-modules.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Bundler plugins for changes that esbuild and the dependencies have no option for; docs/performance.md has the gains.
 */
export default [
  nodeModules,

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

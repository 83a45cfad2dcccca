import { nodeModules } from './node-modules.ts';
import { replaceFile } from './replace-file.ts';

/** What the bundle does differently where esbuild and its dependencies offer no option; docs/performance.md has the gains. */
export default [
  nodeModules,

  // Apollo is given a schema and never has to make one.
  replaceFile('no-schema-tools', {
    file: /@graphql-tools\/schema\/esm\/index\.js$/,
    contents: `export const makeExecutableSchema = () => { throw new Error('This bundle has no @graphql-tools/schema'); };`,
  }),

  // Apollo looks for a version of graphql that can @defer, with an import() that keeps all of graphql in the bundle.
  replaceFile('no-incremental-delivery', {
    file: /@apollo\/server\/dist\/esm\/incrementalDeliveryPolyfill\.js$/,
    contents: `
      import { execute } from 'graphql';
      export const executeIncrementally = ({ useLegacyIncremental, legacyExperimentalExecuteIncrementally, ...args }) => execute(args);
    `,
  }),

  // These translate events of other kinds, and would bring a second copy of Apollo, as CommonJS.
  replaceFile('no-other-events', {
    file: /@as-integrations\/aws-lambda\/dist\/request-handlers\/_index\.js$/,
    contents: 'module.exports = {};',
  }),

  // Apollo hashes every document, and in a bundle finds no Node to do it with: it would bring SHA-256 in JavaScript instead.
  replaceFile('native-hash', {
    file: /@apollo\/utils\.createhash\/dist\/index\.js$/,
    contents: `export { createHash } from 'node:crypto';`,
  }),
];

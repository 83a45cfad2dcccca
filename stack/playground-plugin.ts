import { fileURLToPath } from 'node:url';
import { buildPlayground } from './playground-build.ts';

const outdir = fileURLToPath(new URL('../build/playground', import.meta.url));
const build = () => buildPlayground(outdir);

/**
 * Builds the playground before serverless-esbuild collects `package.patterns`. It must come first in `plugins`: hooks of
 * the same event run in that order.
 */
export default class PlaygroundPlugin {
  readonly hooks = {
    'before:package:createDeploymentArtifacts': build,
    'before:deploy:function:packageFunction': build,
    'before:offline:start': build,
    'before:offline:start:init': build,
  };
}

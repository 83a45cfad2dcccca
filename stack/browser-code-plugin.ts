import { buildBrowserCode } from './browser-code.ts';

/**
 * Builds the code for browsers before serverless-esbuild collects `package.patterns`. Must come first in `plugins`:
 * hooks of one event run in that order.
 */
export default class BrowserCodePlugin {
  readonly hooks = {
    'before:package:createDeploymentArtifacts': () => buildBrowserCode(),
    'before:deploy:function:packageFunction': () => buildBrowserCode(),
  };
}

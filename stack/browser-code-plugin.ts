import { buildBrowserCode } from './browser-code.ts';

/**
 * Builds what browsers load before serverless-esbuild collects `package.patterns`. It must come first in `plugins`: hooks
 * of the same event run in that order.
 */
export default class BrowserCodePlugin {
  readonly hooks = {
    'before:package:createDeploymentArtifacts': () => buildBrowserCode(),
    'before:deploy:function:packageFunction': () => buildBrowserCode(),
  };
}

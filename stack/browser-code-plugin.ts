import { buildBrowserCode } from './browser-code.ts';

/**
 * Builds what browsers load before `package.patterns` is collected. It must come first in `plugins`: hooks
 * of the same event run in that order.
 */
export default class BrowserCodePlugin {
  readonly hooks = {
    'before:package:createDeploymentArtifacts': buildBrowserCode,
    'before:deploy:function:packageFunction': buildBrowserCode,
    'before:offline:start': buildBrowserCode,
    'before:offline:start:init': buildBrowserCode,
  };
}

import { buildBrowserCode } from './browser-code.ts';
import { buildFilesCode } from './files-code.ts';
import type { Serverless } from './framework.ts';
import { readParameters } from './parameters.ts';

let browserCode: Promise<void> | undefined;

/**
 * Builds what serverless-esbuild does not: the code for browsers, which that collects by `package.patterns`, and the
 * function for files, which a stage without `files: on` does not have. Must come first in `plugins`: hooks of one event
 * run in that order.
 */
export default class BuildPlugin {
  readonly hooks: Readonly<Record<string, () => Promise<unknown>>>;

  constructor(serverless: Serverless) {
    const hasFiles = readParameters(serverless).files === 'on';
    // Here already: the framework collects the routes before any hook of ours.
    if (!hasFiles) delete serverless.service.functions.files;
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => {
        // It is the same for each stage that a process packages.
        browserCode ??= buildBrowserCode();
        return Promise.all([browserCode, hasFiles && buildFilesCode()]);
      },
    };
  }
}

import { globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { createBundleOptions } from './bundle/options.ts';
import type { Serverless } from './framework.ts';
import { zipFiles } from './zip-files.ts';

/**
 * Packages the function: its bundle, and what `package.patterns` names. It comes after the plugin that builds the latter:
 * hooks of the same event run in the order of `plugins`.
 */
export default class FunctionPlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
  readonly #serverless: Serverless;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.#package(),
      'before:deploy:function:packageFunction': () => this.#package(),
    };
  }

  async #package(): Promise<void> {
    const { service, serviceDir } = this.#serverless;
    const files: Record<string, Uint8Array> = {};
    for (const { handler } of Object.values(service.functions)) {
      const entry = handler.replace(/\.\w+$/, '.ts');
      const { outputFiles } = await build({
        ...createBundleOptions(service.custom.esbuild),
        absWorkingDir: serviceDir,
        entryPoints: [entry],
        outdir: dirname(entry),
        write: false,
      });
      for (const { path, contents } of outputFiles) files[relative(serviceDir, path)] = contents;
    }
    for (const file of globSync(service.package.patterns, { cwd: serviceDir, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      if (file.isFile()) files[relative(serviceDir, path)] = readFileSync(path);
    }
    // The framework empties this folder before, and moves what is in it to the folder that --package names.
    const artifact = join('.serverless', `${service.service}.zip`);
    await mkdir(join(serviceDir, '.serverless'), { recursive: true });
    await writeFile(join(serviceDir, artifact), zipFiles(files));
    service.package.artifact = artifact;
  }
}

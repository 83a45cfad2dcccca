import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { buildBrowserCode } from './browser-code.ts';
import { bundleOptions } from './bundle/options.ts';
import type { Serverless } from './framework.ts';
import { zipFiles } from './zip-files.ts';

/** Packages the function: its bundle, and the files that `package.patterns` names, which are built first. */
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
    await buildBrowserCode();
    const files = { ...(await bundle(service.functions.web.handler, serviceDir)) };
    for (const entry of globSync(service.package.patterns, { cwd: serviceDir, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) files[relative(serviceDir, path)] = await readFile(path);
    }
    // The framework empties this folder before, and moves what is in it to the folder that --package names.
    const artifact = join('.serverless', `${service.service}.zip`);
    await mkdir(join(serviceDir, dirname(artifact)), { recursive: true });
    await writeFile(join(serviceDir, artifact), zipFiles(files));
    service.package.artifact = artifact;
  }
}

/** @returns the bundle's files by path, which begins as the handler does. */
const bundle = async (handler: string, serviceDir: string): Promise<Readonly<Record<string, Uint8Array>>> => {
  const entry = handler.replace(/\.\w+$/, '.ts');
  const { outputFiles } = await build({
    ...bundleOptions,
    absWorkingDir: serviceDir,
    entryPoints: [entry],
    outdir: dirname(entry),
    write: false,
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [relative(serviceDir, path), contents]));
};

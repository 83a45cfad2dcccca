import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

export interface StagePackage {
  /** The CloudFormation template that a deployment would send. */
  readonly resources: Readonly<Record<string, Resource>>;
  /** The archive with the function's code. */
  readonly zip: Buffer;
}

/** Runs `serverless package` for a stage, with nothing to log in with and no network needed. */
export const packageStage = async (stage: string): Promise<StagePackage> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-package-'));
  try {
    const cli = 'node_modules/serverless/bin/serverless.js';
    // The bundler leaves a folder in the temporary one, which so goes with the rest.
    const env = { ...process.env, TMPDIR: directory };
    await promisify(execFile)(process.execPath, [cli, 'package', '--stage', stage, '--package', directory], { env });
    const template = await readFile(join(directory, 'cloudformation-template-update-stack.json'), 'utf8');
    const { Resources: resources } = JSON.parse(template) as { Resources: StagePackage['resources'] };
    return { resources, zip: await readFile(join(directory, 'saved-string.zip')) };
  } finally {
    await rm(directory, { recursive: true });
  }
};

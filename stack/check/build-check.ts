import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the check as CommonJS, the format of CloudFormation's inline code. The runtime brings the AWS SDK. */
export const buildCheck = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('handler.ts', import.meta.url))],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: ['@aws-sdk/*'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

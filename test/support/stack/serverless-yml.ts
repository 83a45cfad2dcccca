import { readFileSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { parse } from 'yaml';

/** What of serverless.yml is looked at beside its package. */
interface ServerlessYml {
  readonly params: {
    readonly default: Readonly<Record<string, string | number | boolean>> & { readonly memorySize: number };
    readonly prod: Readonly<Record<string, string | number | boolean>> & { readonly release: string };
  };
  readonly custom: {
    /** esbuild's options, and what serverless-esbuild takes besides. */
    readonly esbuild: BuildOptions & {
      readonly exclude: string[];
      readonly outputFileExtension: string;
      readonly watch: unknown;
    };
  };
}

export const serverlessYml: ServerlessYml = parse(
  readFileSync(new URL('../../../serverless.yml', import.meta.url), 'utf8'),
  // It doesn't know CloudFormation's tags (`!GetAtt`), and need not.
  { logLevel: 'error' },
);

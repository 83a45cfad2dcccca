import { readFileSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { parse } from 'yaml';

/** The parts of serverless.yml that tests read in addition to its package. */
interface ServerlessYml {
  readonly params: {
    readonly default: Readonly<Record<string, string | number | boolean>> & { readonly memorySize: number };
    readonly prod: Readonly<Record<string, string | number | boolean>> & { readonly release: string };
  };
  readonly custom: {
    /** The options of esbuild and of serverless-esbuild. */
    readonly esbuild: BuildOptions & {
      readonly exclude: string[];
      readonly outputFileExtension: string;
      readonly watch: unknown;
    };
  };
}

export const serverlessYml: ServerlessYml = parse(
  readFileSync(new URL('../../../serverless.yml', import.meta.url), 'utf8'),
  // The parser doesn't know CloudFormation's tags (`!GetAtt`), which don't matter here.
  { logLevel: 'error' },
);

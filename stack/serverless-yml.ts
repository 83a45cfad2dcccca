import { readFileSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { parse } from 'yaml';

/** One of API Gateway's settings for cross-origin requests; a list is sent joined by commas. */
export interface Cors {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  /** In seconds. */
  readonly maxAge: number;
}

type Values = Readonly<Record<string, string | number | boolean>>;

/** The part of serverless.yml that is read outside of the framework. */
interface ServerlessYml {
  readonly service: string;
  readonly params: {
    readonly default: Values & { readonly memorySize: number };
    readonly prod: Values & { readonly release: string };
    readonly [stage: string]: Values;
  };
  readonly provider: {
    readonly environment: Readonly<Record<string, string>>;
    readonly httpApi: { readonly cors: Cors };
  };
  readonly functions: { readonly web: { readonly events: readonly { readonly httpApi: string }[] } };
  readonly custom: {
    /** esbuild's options, and what serverless-esbuild takes besides. */
    readonly esbuild: BuildOptions & {
      readonly exclude: string[];
      readonly outputFileExtension: string;
    };
  };
}

/** The text of a file of the project, by its path from the top. */
export const readProjectFile = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

export const serverlessYml: ServerlessYml = parse(
  readProjectFile('serverless.yml'),
  // It doesn't know CloudFormation's tags (`!GetAtt`), and need not.
  { logLevel: 'error' },
);

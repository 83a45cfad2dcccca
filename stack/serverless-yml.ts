import { readFileSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { parse } from 'yaml';

/** API Gateway's settings for cross-origin requests. Lists are sent joined by commas. */
export interface Cors {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedResponseHeaders: readonly string[];
  /** In seconds. */
  readonly maxAge: number;
}

type Values = Readonly<Record<string, string | number | boolean>>;

/** The part of serverless.yml that is read outside the framework. */
interface ServerlessYml {
  readonly service: string;
  readonly params: {
    readonly default: Values & { readonly memorySize: number };
    readonly prod: Values & { readonly release: string };
    readonly [stage: string]: Values;
  };
  readonly provider: {
    readonly environment: Readonly<Record<string, unknown>>;
    readonly httpApi: { readonly cors: Cors };
  };
  /** The files that the function reads, as patterns. */
  readonly package: { readonly patterns: string[] };
  readonly functions: { readonly web: { readonly events: readonly { readonly httpApi: string }[] } };
  readonly custom: {
    /** The options of esbuild and of serverless-esbuild. */
    readonly esbuild: BuildOptions & {
      readonly exclude: string[];
      readonly outputFileExtension: string;
    };
  };
}

/** Reads a file of the project by its path from the top. */
export const readProjectFile = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

export const serverlessYml: ServerlessYml = parse(
  readProjectFile('serverless.yml'),
  // The parser doesn't know CloudFormation's tags (`!GetAtt`), which don't matter here.
  { logLevel: 'error' },
);

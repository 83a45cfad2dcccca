import { readFileSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { parse } from 'yaml';

/** API Gateway's settings for cross-origin requests. Lists are sent joined by commas. */
interface Cors {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedResponseHeaders: readonly string[];
  /** In seconds. */
  readonly maxAge: number;
}

/** The limits of API Gateway: a token bucket. */
export interface Throttle {
  /** In requests per second. */
  readonly ThrottlingRateLimit: number;
  /** In requests at once. */
  readonly ThrottlingBurstLimit: number;
}

type Values = Readonly<Record<string, string | number | boolean>>;

/** The part of serverless.yml that is read outside the framework. */
interface ServerlessYml {
  readonly service: string;
  readonly params: {
    readonly default: Values;
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
    readonly esbuild: BuildOptions & { readonly exclude: string[]; readonly outputFileExtension: string };
  };
}

/** Reads a file of the project by its path from the top. The parser doesn't know CloudFormation's tags (`!GetAtt`). */
const read = (path: string, fill = (text: string): string => text) =>
  parse(fill(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')), { logLevel: 'error' });

export const serverlessYml: ServerlessYml = read('serverless.yml');

/** The settings of a stage's gateway, function and table, with their variables filled in. */
export interface Stage {
  /** Method and path, such as `GET /playground/{file}`. */
  readonly routes: readonly string[];
  /** Those of the function for files, which a stage has with `files: on` only. */
  readonly fileRoutes: readonly string[];
  readonly cors: Cors;
  readonly throttles: {
    readonly DefaultRouteSettings: Throttle;
    readonly RouteSettings: Readonly<Record<string, Throttle>>;
  };
  /** The function's environment, without Lambda's own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** The properties of the AWS::DynamoDB::Table. */
  readonly table: Readonly<Record<string, unknown>>;
}

/**
 * Reads the stage as the framework would deploy it without `--param`. A stage without a block in serverless.yml has the
 * default parameters.
 */
export const readStage = (stage: string): Stage => {
  const { service, params, provider, functions } = serverlessYml;
  const parameters = { ...params.default, ...(Object.hasOwn(params, stage) && params[stage]) };
  const fill = (text: string): string =>
    text
      .replaceAll(/\$\{self:provider\.environment\.(\w+)\}/g, (_, name) => fill(String(provider.environment[name])))
      .replaceAll(/\$\{param:(\w+)\}/g, (_, name) => String(parameters[name]))
      .replaceAll(/\$\{self:service\}/g, service)
      .replaceAll(/\$\{sls:stage\}/g, stage);
  const routesOf = (events: ServerlessYml['functions']['web']['events']) => events.map(({ httpApi }) => httpApi);

  return {
    routes: routesOf(functions.web.events),
    fileRoutes: routesOf(read('stack/files-function.yml').events),
    cors: provider.httpApi.cors,
    throttles: read('stack/gateway.yml', fill).extensions.HttpApiStage.Properties,
    environment: Object.fromEntries(
      Object.entries(provider.environment).flatMap(([name, value]) =>
        // Another host has no other resources of the stack.
        typeof value === 'string' ? [[name, fill(value)]] : [],
      ),
    ),
    table: read('stack/table.yml', fill).Resources.Table.Properties,
  };
};

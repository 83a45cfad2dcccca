import { parse } from 'yaml';
import { type Cors, readProjectFile, serverlessYml } from './serverless-yml.ts';

/** The limits of API Gateway: a token bucket. */
export interface Throttle {
  /** In requests per second. */
  readonly ThrottlingRateLimit: number;
  /** In requests at once. */
  readonly ThrottlingBurstLimit: number;
}

/** The settings of a stage's gateway, from serverless.yml and stack/gateway.yml with their variables filled in. */
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

const { service, params, provider, functions } = serverlessYml;

/**
 * Reads the stage as the framework would deploy it without `--param`. A stage without a block in serverless.yml has the
 * default parameters.
 */
export const readStage = (stage: string): Stage => {
  const parameters = { ...params.default, ...(Object.hasOwn(params, stage) && params[stage]) };
  const fill = (text: string): string =>
    text
      .replaceAll(/\$\{self:provider\.environment\.(\w+)\}/g, (_, name) => fill(String(provider.environment[name])))
      .replaceAll(/\$\{param:(\w+)\}/g, (_, name) => String(parameters[name]))
      .replaceAll(/\$\{self:service\}/g, service)
      .replaceAll(/\$\{sls:stage\}/g, stage);
  // The parser doesn't know CloudFormation's tags (`!GetAtt`), which don't matter here.
  const read = (path: string) => parse(fill(readProjectFile(path)), { logLevel: 'error' });

  return {
    routes: functions.web.events.map(({ httpApi }) => httpApi),
    fileRoutes: read('stack/files-function.yml').events.map(({ httpApi }: { httpApi: string }) => httpApi),
    cors: provider.httpApi.cors,
    throttles: read('stack/gateway.yml').extensions.HttpApiStage.Properties,
    environment: Object.fromEntries(
      Object.entries(provider.environment).flatMap(([name, value]) =>
        // Another host has no other resources of the stack.
        typeof value === 'string' ? [[name, fill(value)]] : [],
      ),
    ),
    table: read('stack/table.yml').Resources.Table.Properties,
  };
};

/** The settings of the function, from the environment that serverless.yml sets. */
export interface Config {
  readonly stage: string;
  readonly region: string;
  readonly tableName: string;
  /** The function's memory in MB; undefined outside Lambda. CPU grows with it: 1,769 MB is one whole CPU. */
  readonly memorySize: number | undefined;
  /** Whether Lambda's log level lets request lines through. The metrics travel in these lines. */
  readonly logsRequests: boolean;
  /** The string that visitors read before the first save. */
  readonly initialString: string;
  /** The address of a service that shouts; undefined to do it here. */
  readonly shoutUrl: string | undefined;
  /** The ARN of the topic that gets the weekly statistics; undefined if nobody does. */
  readonly statsTopic: string | undefined;
  /** Overrides the region's own DynamoDB address. */
  readonly dynamodbEndpoint: string | undefined;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string | undefined;
  };
}

/**
 * Reads the settings once, at start. Nothing else reads the environment.
 *
 * @throws Error that names the missing variable.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing`);
    return value;
  };

  return {
    stage: required('STAGE'),
    region: required('AWS_REGION'),
    tableName: required('TABLE_NAME'),
    memorySize:
      env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE === undefined ? undefined : Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE),
    logsRequests: !['WARN', 'ERROR', 'FATAL'].includes(env.AWS_LAMBDA_LOG_LEVEL ?? ''),
    initialString: required('INITIAL_STRING'),
    shoutUrl: env.SHOUT_URL || undefined,
    statsTopic: env.STATS_TOPIC,
    dynamodbEndpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    credentials: {
      accessKeyId: required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  };
};

/** What the function is told by its environment; serverless.yml sets it. */
export interface Config {
  readonly stage: string;
  readonly region: string;
  readonly tableName: string;
  /** In MB, if Lambda says how much the function has. It gets CPU in proportion: a whole one with 1,769. */
  readonly memorySize: number | undefined;
  /** Whether the log's level, as Lambda is told it, lets the lines of requests through, and the metrics in them. */
  readonly logsRequests: boolean;
  /** What visitors read before anybody has saved a string. */
  readonly initialString: string;
  /** Where DynamoDB is, if not at the region's own address. */
  readonly dynamodbEndpoint: string | undefined;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string | undefined;
  };
}

/**
 * Reads the settings once, at start. This is the only place that looks at the environment.
 *
 * @throws Error naming the variable that is missing.
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
    dynamodbEndpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    credentials: {
      accessKeyId: required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  };
};

import type { Candidate } from '../candidate.ts';
import type { Environment } from './function-process.ts';

/** The environment variables that Lambda sets for every function, with fake credentials of the usual lengths. */
export const lambdaVariables = (
  { directory, handler, variables }: Candidate,
  { storeEndpoint, certificateFile, memory }: Environment,
  runtimeApi: string,
): Record<string, string> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  _HANDLER: handler,
  LAMBDA_TASK_ROOT: directory,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE0000000AA',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEYs',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2Vj'.repeat(50),
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory ?? 1_769),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/31/[$LATEST]8f5c4a2b7e0d4c1f9a3b6d8e0f2a4c6e',
  ...variables,
  AWS_LAMBDA_RUNTIME_API: runtimeApi,
  AWS_ENDPOINT_URL_DYNAMODB: storeEndpoint,
  // Accepts the store's self-signed certificate. So would NODE_EXTRA_CA_CERTS, but it makes every start 0.5 ms longer
  // (24 interleaved pairs), even for a function without TLS.
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  NODE_NO_WARNINGS: '1',
  // Python has no such switch.
  AWS_CA_BUNDLE: certificateFile,
});

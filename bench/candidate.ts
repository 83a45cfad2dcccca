import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** In the order of the report. `page` and `graphql` are this project, packaged as `serverless deploy` would send it. */
export const CANDIDATE_NAMES = [
  'constant',
  'raw-http',
  'bare',
  'page',
  'leased page',
  'graphql',
  'hono',
  'apollo page',
  'apollo graphql',
  'yoga',
  'flask',
] as const;

export type CandidateName = (typeof CANDIDATE_NAMES)[number];

/** The reference of all ratios: the SDK's client with its defaults, and a template. */
export const REFERENCE: CandidateName = 'bare';

/** A Lambda function that shows the saved string. */
export interface Candidate {
  readonly name: CandidateName;
  /** The folder with its code, as Lambda unpacks it. */
  readonly directory: string;
  /** In Lambda's format: the module's path without its extension, a dot, the export's name. */
  readonly handler: string;
  readonly event: APIGatewayProxyEventV2;
  /** Environment variables in addition to Lambda's own. */
  readonly variables: Readonly<Record<string, string>>;
  /** Runs this program instead of Node; it has its own event loop. */
  readonly command?: readonly [string, ...string[]];
  /** The size of the uploaded archive; undefined if parts of it are not in the folder. */
  readonly zipBytes: number | undefined;
}

/** The string that the stub DynamoDB holds and every candidate must show. */
export const SHOWN_STRING = 'dynamic string';

/** In this table, a process may keep the string for a second. */
export const LEASED_TABLE = 'leased';

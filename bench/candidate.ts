import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** In the order of the report; `page` and `graphql` are this project, packaged as `serverless deploy` would send it. */
export const CANDIDATE_NAMES = [
  'constant',
  'raw-http',
  'bare',
  'page',
  'graphql',
  'hono',
  'apollo page',
  'apollo graphql',
  'yoga',
  'flask',
] as const;

export type CandidateName = (typeof CANDIDATE_NAMES)[number];

/** All ratios compare with this one: the SDK's client as it comes, and a template. */
export const REFERENCE: CandidateName = 'bare';

/** A Lambda function that shows the saved string, one way or another. */
export interface Candidate {
  readonly name: CandidateName;
  /** The folder with its code, as Lambda unpacks it. */
  readonly directory: string;
  /** As Lambda has it: the module's path without its extension, a dot, the export's name. */
  readonly handler: string;
  readonly event: APIGatewayProxyEventV2;
  /** Environment variables, on top of Lambda's own. */
  readonly variables: Readonly<Record<string, string>>;
  /** Replaces Node as the program that runs it; it brings its own loop. */
  readonly command?: readonly [string, ...string[]];
  /** The size of a deployment's upload; undefined where not all of it is in the folder. */
  readonly zipBytes: number | undefined;
}

/** The string that the stub DynamoDB holds, and that every candidate must show. */
export const SHOWN_STRING = 'dynamic string';

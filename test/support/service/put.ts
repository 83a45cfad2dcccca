import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TEST_TOKEN } from './editor.ts';
import { createEvent } from './event.ts';

interface Options {
  readonly type?: string;
  readonly ifMatch?: string | undefined;
  readonly note?: string;
  readonly empty?: string;
  /** The editor's by default. */
  readonly authorization?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Content types that API Gateway hands on as text; all else, a body without a content type included, comes as base64. */
const IS_TEXT = /^text\//;

/** Creates a PUT of a text, or of any bytes, as API Gateway sends it. */
export const createPutEvent = (
  sent: string | Buffer,
  { type, ifMatch, note, empty, authorization = `Bearer ${TEST_TOKEN}`, headers }: Options = {},
): APIGatewayProxyEventV2 => {
  const bytes = Buffer.from(sent);
  const isText = IS_TEXT.test(type ?? '');
  return createEvent('PUT /', {
    at: new Date(),
    headers: {
      'content-length': String(bytes.length),
      ...(authorization !== '' && { authorization }),
      ...(type !== undefined && { 'content-type': type }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...headers,
    },
    query: String(new URLSearchParams({ ...(note !== undefined && { note }), ...(empty !== undefined && { empty }) })),
    ...(bytes.length > 0 && { body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText }),
  });
};

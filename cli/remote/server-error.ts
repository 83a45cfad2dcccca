import { CommandError, EXIT } from '../errors.ts';
import type { Answer } from './send.ts';

/** The part of an error that a program must know, such as `code`, `outcome` and `current`. */
type Fields = Readonly<Record<string, unknown>>;

/** The stage refused or failed. The message is its own sentence. */
export class ServerError extends CommandError {
  override readonly name = 'ServerError';
  override readonly exitCode: number;
  readonly fields: Fields;

  constructor(message: string, fields: Fields = {}) {
    super(message);
    this.fields = fields;
    this.exitCode = fields.code === 'CONFLICT' ? EXIT.conflict : EXIT.failed;
  }
}

/** An error as GraphQL, the other routes and the gateway send it. */
interface ErrorBody {
  readonly errors?: readonly { readonly message?: unknown; readonly extensions?: Fields }[];
  readonly error?: unknown;
  readonly message?: unknown;
}

/** @returns undefined if the body is no JSON object. */
export const parseBody = ({ body }: Answer): object | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** Describes the error that a stage, or whatever else is at this address, answered with. */
export const toServerError = (answer: Answer, url: string): ServerError => {
  const { status } = answer;
  const { errors, error, message, ...fields } = (parseBody(answer) ?? {}) as ErrorBody;
  const [first] = Array.isArray(errors) ? errors : [];
  const sentence = first?.message ?? error;
  if (typeof sentence === 'string') return new ServerError(sentence, first?.extensions ?? fields);
  // The gateway refuses a route that it does not know, or one request too many.
  const reason = typeof message === 'string' ? message : 'not as Saved String does';
  const advice = status >= 500 ? 'Try again.' : 'Is it the address of the page?';
  return new ServerError(`${url} answered ${status}: ${reason}. ${advice}`, { status });
};

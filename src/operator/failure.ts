import { EditorError } from '../editors/editor-name.ts';
import { LogError, StoreUnavailableError } from '../saved-string/errors.ts';
import { UsageError } from '../terminal/command.mjs';

/** A command can't be carried out as it was given. The message says what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** Whether the message is meant for the operator. Any other error is a defect. */
export const isForOperator = (error: unknown): error is Error =>
  [OperatorError, UsageError, EditorError, LogError].some((kind) => error instanceof kind);

const CREDENTIALS = [
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
];
const CONNECTION = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN'];

/**
 * Says of what the AWS SDK threw what went wrong and what to do, in one line.
 *
 * @param where The stage, as a sentence names it.
 * @returns the same error where there is nothing to add.
 */
export const explain = (error: unknown, where: string): unknown => {
  if (!(error instanceof Error)) return error;
  const cause = error instanceof StoreUnavailableError && error.cause instanceof Error ? error.cause : error;
  const { name, code = '' } = cause as NodeJS.ErrnoException;
  const say = (message: string) => new OperatorError(message, { cause });

  if (name === 'ResourceNotFoundException')
    return say(`There is no table of ${where}. Was it deployed to this account and region?`);
  if (name === 'AccessDeniedException') return say(`This AWS identity may not do that to ${where}.`);
  if (CREDENTIALS.includes(name))
    return say(`No valid AWS credentials were found (${name}). Log in, or set AWS_PROFILE.`);
  if (CONNECTION.includes(code))
    return say(`Nothing answers for ${where}. Is it running, and is this machine connected?`);
  if (cause !== error) return say(`The store of ${where} did not answer in time (${name}). Try again.`);
  return error;
};

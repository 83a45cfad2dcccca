import { EditorError } from '../editors/registry.ts';
import type { Stage } from './stage.ts';

/** A command can't be carried out as it was given. The message says what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

const CREDENTIALS = [
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
];
const CONNECTION = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN'];

/** Says in one line what went wrong and what to do; undefined for a defect. */
export const explainFailure = (error: unknown, stage: Stage | undefined): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof OperatorError || error instanceof EditorError) return error.message;

  const where = stage?.title ?? 'AWS';
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code.startsWith('ERR_PARSE_ARGS')) return `${error.message.split('. ')[0]}. See --help.`;
  if (error.name === 'ResourceNotFoundException')
    return `There is no table of ${where}. Was it deployed to this account and region?`;
  if (error.name === 'AccessDeniedException') return `This AWS identity may not do that to ${where}.`;
  if (CREDENTIALS.includes(error.name))
    return `No valid AWS credentials were found (${error.name}). Log in, or set AWS_PROFILE.`;
  if (CONNECTION.includes(code)) return `Nothing answers for ${where}. Is it running, and is this machine connected?`;
  return undefined;
};

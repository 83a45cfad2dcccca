import { type BuildFailure, formatMessages } from 'esbuild';

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

/** Why there is no function: esbuild's errors with their place in the source, or a stack trace. */
export const describeFailure = async (error: unknown, color = false): Promise<string> => {
  if (isBuildFailure(error)) {
    const messages = await formatMessages(error.errors, { kind: 'error', color }).catch(() => [error.message]);
    return messages.join('').trimEnd();
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

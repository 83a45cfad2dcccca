import { styleText } from 'node:util';
import { printable } from './printable.ts';

/** Prints a message for a person on standard error, in red on a terminal. */
export const complain = (message: string): void => {
  const lines = message.split('\n').map(printable).join('\n');
  process.stderr.write(`${styleText('red', lines, { stream: process.stderr })}\n`);
};

import { printable } from '../printable.ts';

/** Prints a value as one line of JSON. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** Prints a text and a line feed: exactly for a program, and so that it cannot control the terminal for a person. */
export const printText = (text: string): void => {
  process.stdout.write(`${process.stdout.isTTY ? text.split('\n').map(printable).join('\n') : text}\n`);
};

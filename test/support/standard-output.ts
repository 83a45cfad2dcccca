import fs from 'node:fs';
import { jest } from '@jest/globals';

const STDOUT = 1;
const writeSync = fs.writeSync.bind(fs) as (file: number, ...rest: unknown[]) => number;

/** Hands what the function writes to standard output to a listener instead, until mocks are restored. */
export const divertOutput = (listener: (text: string) => void): void => {
  const divert = (file: number, ...rest: unknown[]): number => {
    // Jest writes its files by the same call.
    if (file !== STDOUT) return writeSync(file, ...rest);
    listener(String(rest[0]));
    return String(rest[0]).length;
  };
  jest.spyOn(fs, 'writeSync').mockImplementation(divert as typeof fs.writeSync);
};

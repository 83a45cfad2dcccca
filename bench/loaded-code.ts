import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Candidate } from './candidate.ts';
import { type Surroundings, startFunction } from './lambda/function-process.ts';

const counter = new URL('lambda/count-loaded-code.mjs', import.meta.url).href;

/**
 * Counts the JavaScript that a candidate really loads until its first answer, in bytes. A bundle that is split loads some
 * of it only.
 *
 * @returns undefined for another language.
 */
export const loadedCode = async (candidate: Candidate, surroundings: Surroundings): Promise<number | undefined> => {
  if (candidate.command) return undefined;
  const list = join(candidate.directory, 'loaded-code.txt');
  await rm(list, { force: true }); // of the pass before
  const environment = { NODE_OPTIONS: `--import=${counter}`, LOADED_CODE: list };
  const instance = await startFunction(candidate, surroundings, environment);
  try {
    await instance.invoke();
  } finally {
    await instance.stop();
  }
  const own = pathToFileURL(candidate.directory).href;
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line.includes(own));
  return lines.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
};

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Candidate } from '../candidate.ts';
import { type Environment, startFunction } from '../lambda/function-process.ts';

const counter = new URL('../lambda/count-loaded-code.mjs', import.meta.url).href;

/** Lists the JavaScript files that a candidate loads until its first answer: only some of a split bundle. */
export const loadedFiles = async (candidate: Candidate, environment: Environment) => {
  const list = join(candidate.directory, 'loaded-code.txt');
  await rm(list, { force: true }); // left by the last run
  const variables = { NODE_OPTIONS: `--import=${counter}`, LOADED_CODE: list };
  const instance = await startFunction(candidate, environment, variables);
  try {
    await instance.invoke();
  } finally {
    await instance.stop();
  }
  const own = pathToFileURL(candidate.directory).href;
  const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.split(' '));
  return lines.flatMap(([bytes, url = '']) => (url.startsWith(own) ? { url: new URL(url), bytes: Number(bytes) } : []));
};

/** @returns the total size of those files, in bytes. */
export const loadedBytes = async (candidate: Candidate, environment: Environment): Promise<number> =>
  (await loadedFiles(candidate, environment)).reduce((sum, { bytes }) => sum + bytes, 0);

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Candidate } from '../candidate.ts';
import { type Environment, startFunction } from '../lambda/function-process.ts';

const counter = new URL('../lambda/count-loaded-code.mjs', import.meta.url).href;

interface LoadedFile {
  readonly url: URL;
  readonly bytes: number;
}

/** The files of JavaScript that a candidate really loads until its first answer: of a bundle that is split, some only. */
export const loadedFiles = async (candidate: Candidate, environment: Environment): Promise<LoadedFile[]> => {
  const list = join(candidate.directory, 'loaded-code.txt');
  await rm(list, { force: true }); // of the run before
  const variables = { NODE_OPTIONS: `--import=${counter}`, LOADED_CODE: list };
  const instance = await startFunction(candidate, environment, variables);
  try {
    await instance.invoke();
  } finally {
    await instance.stop();
  }
  const own = pathToFileURL(candidate.directory).href;
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line.includes(own));
  return lines.map((line) => {
    const [bytes, url = ''] = line.split(' ');
    return { url: new URL(url), bytes: Number(bytes) };
  });
};

/** @returns bytes; undefined for another language. */
export const loadedCode = async (candidate: Candidate, environment: Environment): Promise<number | undefined> => {
  if (candidate.command) return undefined;
  const files = await loadedFiles(candidate, environment);
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
};

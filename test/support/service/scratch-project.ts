import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface ScratchProject {
  readonly directory: string;
  /** The text of a file as it is in the real project. */
  read(file: string): Promise<string>;
  /** Adds a file, with its folder. */
  add(file: string, text: string): Promise<void>;
  /** Writes over a file, as some editors do. */
  overwrite(file: string, text: string): Promise<void>;
  /** Puts another file in its place, as other editors do. */
  replace(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Copies what `npm start` needs, so that a test can edit it. The playground is left out: it takes seconds to build. */
export const createScratchProject = async (): Promise<ScratchProject> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  const files = [
    'cli',
    'schema',
    'src',
    'stack',
    'package.json',
    'package-lock.json',
    'serverless.yml',
    'tsconfig.json',
  ];
  await Promise.all(files.map((file) => cp(join(root, file), join(directory, file), { recursive: true })));
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction');
  await writeFile(
    join(directory, 'stack/playground-build.ts'),
    'export const buildPlayground = async () => {}; export const isPlaygroundCurrent = async () => true;',
  );
  return {
    directory,
    read: (file) => readFile(join(root, file), 'utf8'),
    add: async (file, text) => {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), text);
    },
    overwrite: (file, text) => writeFile(join(directory, file), text),
    replace: async (file, text) => {
      await writeFile(join(directory, `${file}.new`), text);
      await rename(join(directory, `${file}.new`), join(directory, file));
    },
    remove: () => rm(directory, { recursive: true }),
  };
};

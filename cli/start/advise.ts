import { hash } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const SCHEMA = 'schema/saved-string.graphql';
export const GENERATED = 'src/routes/graphql/generated.ts';

export const STALE_ADVICE = 'The schema has changed. Run: npm run codegen';

/** Whether the generated code is of another schema. A missing file is not: halfway through a switch of branches, many are. */
export const isStale = (schema: string | undefined, generated: string | undefined): boolean =>
  schema !== undefined && generated?.includes(hash('sha256', schema)) === false;

/** Files that a running copy reads only once. */
const SETTINGS = ['serverless.yml', 'stack/gateway.yml', 'stack/table.yml', 'package-lock.json'];

const LOOK_MS = 1_000;

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** @returns undefined for a file that is missing, as many are halfway through a switch of branches. */
const read = (path: string): Promise<string | undefined> => readFile(inProject(path), 'utf8').catch(() => undefined);

/**
 * Says what to do when files have changed that a running copy does not take over, once for each change.
 *
 * @returns what ends it.
 */
export const adviseOnChanges = async (say: (advice: string) => void): Promise<() => void> => {
  const first = await Promise.all(SETTINGS.map(read));
  let said = '';
  const look = async () => {
    const [now, schema, generated] = await Promise.all([
      Promise.all(SETTINGS.map(read)),
      read(SCHEMA),
      read(GENERATED),
    ]);
    const changed = SETTINGS.filter((_, index) => now[index] !== first[index]);
    const advice = [
      isStale(schema, generated) ? STALE_ADVICE : '',
      changed.includes('package-lock.json') ? 'The dependencies have changed. Stop with Ctrl-C, and run: npm ci' : '',
      changed.length > 0 ? `${changed.join(', ')} has changed: stop with Ctrl-C, and start again.` : '',
    ];
    const text = advice.filter(Boolean).join('\n');
    if (text !== '' && text !== said) say(text);
    said = text;
  };
  const files = [...SETTINGS, SCHEMA, GENERATED].map(inProject);
  for (const file of files) watchFile(file, { interval: LOOK_MS, persistent: false }, () => void look());
  return () => {
    for (const file of files) unwatchFile(file);
  };
};

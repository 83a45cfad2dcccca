import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Io } from './io.ts';
import { createCommand, run } from './run.ts';

/** The commands, in the order of the help. Only the one that runs is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command, io: Io) => void>>> = {
  start: async () => (await import('./start/start.ts')).addStart,
  get: async () => (await import('./string/get.ts')).addGet,
  set: async () => (await import('./string/set.ts')).addSet,
  undo: async () => (await import('./string/undo.ts')).addUndo,
  history: async () => (await import('./string/history.ts')).addHistory,
  planned: async () => (await import('./string/planned.ts')).addPlanned,
  watch: async () => (await import('./string/watch.ts')).addWatch,
  'spac-lla': async () => (await import('./string/spac-lla.ts')).addSpacLla,
  share: async () => (await import('./files/files.ts')).addShare,
  files: async () => (await import('./files/files.ts')).addFiles,
  editors: async () => (await import('./editors/editors.ts')).addEditors,
  export: async () => (await import('./transfer/export.ts')).addExport,
  import: async () => (await import('./transfer/import.ts')).addImport,
  stats: async () => (await import('./stats.ts')).addStats,
  smoke: async () => (await import('./smoke/smoke.ts')).addSmoke,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  serve: async () => (await import('./serve/serve.ts')).addServe,
};

/**
 * Runs `npx --no saved-string` with these arguments.
 *
 * @returns the exit code.
 */
export const program = async (given: readonly string[], io: Io): Promise<number> => {
  const args = given[0] === 'help' ? [...given.slice(1, 2), '--help'] : given;
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const command = createCommand('npx --no saved-string', io)
    .description('Runs Saved String on this machine and manages its stages.')
    .version(version, '--version');
  const [name = ''] = args;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const adds = await Promise.all((load ? [load] : Object.values(COMMANDS)).map((one) => one()));
  for (const add of adds) add(command, io);
  return run(command, args, io);
};

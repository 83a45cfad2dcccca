import { addEditors } from './editors/editors.ts';
import { addFiles } from './files/files.ts';
import { addShare } from './files/share.ts';
import { createCommand, run } from './run.ts';
import { addServe } from './serve/serve.ts';
import { addSmoke } from './smoke/smoke.ts';
import { addStart } from './start/start.ts';
import { addStats } from './stats.ts';
import { addGet } from './string/get.ts';
import { addHistory } from './string/history.ts';
import { addSet } from './string/set.ts';
import { addSpacLla } from './string/spac-lla.ts';
import { addUndo } from './string/undo.ts';
import { addWatch } from './string/watch.ts';
import { addExport } from './transfer/export.ts';
import { addImport } from './transfer/import.ts';

/** Runs `npx --no saved-string` with these arguments and sets the exit code of this process. */
export const program = async (args: readonly string[]): Promise<void> => {
  const command = createCommand('npx --no saved-string').description(
    'Runs Saved String on this machine and manages its stages.',
  );
  for (const add of [
    addStart,
    addGet,
    addSet,
    addUndo,
    addHistory,
    addWatch,
    addSpacLla,
    addShare,
    addFiles,
    addEditors,
    addExport,
    addImport,
    addStats,
    addSmoke,
    addServe,
  ])
    add(command);
  await run(command, args);
};

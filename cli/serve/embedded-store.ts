import { resolve } from 'node:path';
import { type Config, readConfig } from '../../src/config.ts';
import { readStage } from '../../stack/read-stage.ts';
import { localEnvironment } from '../start/client.ts';
import { startStore } from '../start/store.ts';
import type { TableProperties } from '../start/table.ts';

/** The settings of a function, and what ends that which was started for them. */
export interface Opened {
  readonly config: Config;
  close(): Promise<void>;
}

/**
 * Starts an embedded store for a server that needs no account. `STAGE` and `INITIAL_STRING` are the only variables that count.
 *
 * @throws CommandError when the folder cannot be used.
 */
export const openEmbeddedStore = async (directory: string): Promise<Opened> => {
  const { STAGE = 'dev', INITIAL_STRING } = process.env;
  const { environment, table } = readStage(STAGE);
  const store = await startStore({ directory: resolve(directory), tableProperties: table as TableProperties });
  const given = INITIAL_STRING === undefined ? {} : { INITIAL_STRING };
  return { config: readConfig({ ...environment, ...given, ...localEnvironment(store) }), close: store.stop };
};

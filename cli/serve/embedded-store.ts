import { resolve } from 'node:path';
import { type Config, readConfig } from '../../src/config.ts';
import { readStage } from '../../stack/read-stage.ts';
import { writeAddress } from '../start/address.ts';
import { localEnvironment } from '../start/client.ts';
import { startStore } from '../start/store.ts';
import type { TableProperties } from '../start/table.ts';

/** The settings of a function, and what ends that which was started for them. */
export interface Opened {
  readonly config: Config;
  /** Hears where the page is, without a final slash. */
  announce?(url: string): Promise<void>;
  close(): Promise<void>;
}

/** The variables that count here, besides STAGE. */
const GIVEN = [
  'INITIAL_STRING',
  'PAGE_HEADING',
  'PAGE_LANG',
  'PAGE_TIME_ZONE',
  'READ_LEASE',
  'WEBHOOK_URL',
  'WEBHOOK_SECRET_FILE',
];

/**
 * Starts an embedded store for a server that needs no account.
 *
 * @throws CommandError when the folder cannot be used.
 */
export const openEmbeddedStore = async (directory: string): Promise<Opened> => {
  const { environment, table } = readStage(process.env.STAGE ?? 'dev');
  const folder = resolve(directory);
  const store = await startStore({ directory: folder, tableProperties: table as TableProperties });
  const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => GIVEN.includes(name)));
  return {
    config: readConfig({ ...environment, ...given, ...localEnvironment(store) }),
    announce: (url) => writeAddress(folder, { ...store, url }),
    close: store.stop,
  };
};

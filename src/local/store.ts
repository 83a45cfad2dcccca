import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import { checkFiles } from './check-files.ts';
import { createLocalClient } from './client.ts';
import { createTable, type TableProperties } from './create-table.ts';

export interface Store {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts an embedded DynamoDB with one table, on a free port that only this machine can reach.
 *
 * What it has acknowledged survives the process, even a `kill -9`.
 *
 * @param options.directory Where the table is kept; in memory if left out. One process at a time can hold it.
 * @param options.tableProperties The table as CloudFormation has it, from serverless.yml.
 * @param options.tableName Instead of the name in the properties.
 * @throws StoreError when the directory cannot be used.
 */
export const startStore = async (options: {
  directory?: string;
  tableProperties: TableProperties;
  tableName?: string;
}): Promise<Store> => {
  const { directory, tableProperties, tableName = tableProperties.TableName } = options;
  if (directory !== undefined) await checkFiles(directory);

  const server = dynalite({
    ...(directory !== undefined && { path: join(directory, 'tables') }),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const client = createLocalClient(endpoint);
  await createTable(client, { ...tableProperties, TableName: tableName });
  client.destroy();

  return { endpoint, stop: promisify(server.close.bind(server)) };
};

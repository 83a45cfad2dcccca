import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import { type Address, writeAddress } from './address.ts';
import { createLocalClient } from './client.ts';
import { probeStore } from './probe-store.ts';
import { createTable, type TableProperties } from './table.ts';

export interface Store extends Address {
  stop(): Promise<void>;
}

/**
 * Refuses every request that a browser sends for a web page: those carry an Origin, and no AWS SDK's do. Without a
 * check of credentials, any site could write to the store.
 */
const refusePages = (server: Server): void => {
  const [answer] = server.listeners('request') as RequestListener[];
  const front: RequestListener = (request, response) => {
    if (request.headers.origin === undefined) answer?.(request, response);
    else response.writeHead(403).end();
  };
  server.removeAllListeners('request').on('request', front);
};

/**
 * Starts an embedded DynamoDB with one table, on a free port that only this machine can reach.
 *
 * Every acknowledged write survives the process, even a `kill -9`.
 *
 * @param options.directory Where the table is kept; in memory if left out. One process at a time can hold it. Its address is
 *   written there.
 * @param options.tableProperties The table as CloudFormation has it, from serverless.yml.
 * @param options.tableName Instead of the name in the properties.
 * @param options.url The address of the page that shows what is stored, for the file.
 * @throws CommandError when the directory cannot be used, or holds anything else.
 */
export const startStore = async (options: {
  directory?: string;
  tableProperties: TableProperties;
  tableName?: string;
  url?: string;
}): Promise<Store> => {
  const { directory, tableProperties, tableName = String(tableProperties.TableName), url } = options;
  if (directory !== undefined) await probeStore(directory);

  const server = dynalite({
    ...(directory !== undefined && { path: join(directory, 'tables') }),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  refusePages(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (directory !== undefined) await writeAddress(directory, { endpoint, tableName, url });

  const client = createLocalClient(endpoint);
  await createTable(client, { ...tableProperties, TableName: tableName });
  client.destroy();

  return { endpoint, tableName, stop: promisify(server.close.bind(server)) };
};

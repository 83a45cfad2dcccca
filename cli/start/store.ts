import { randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import { type Address, proofOf, writeAddress } from './address.ts';
import { createLocalClient } from './client.ts';
import { probeStore } from './probe-store.ts';
import { createTable, type TableProperties } from './table.ts';

export interface Store extends Address {
  stop(): Promise<void>;
}

/**
 * Lets requests with the key pass, and ends all others before their body comes: this machine's other users reach the port,
 * and so do the web pages that its browsers show. A key works where a socket in a folder does not: on Windows, in folders
 * with long names, and on drives that hold no sockets. Each answer to others proves that this is the store.
 */
const checkKey = (server: Server, key: string): void => {
  const [answer] = server.listeners('request') as RequestListener[];
  const expected = Buffer.from(key);
  const front: RequestListener = (request, response) => {
    const [, found = ''] = /^AWS4-HMAC-SHA256 Credential=([^/]*)\//.exec(request.headers.authorization ?? '') ?? [];
    const given = Buffer.from(found);
    const isRight = given.length === expected.length && timingSafeEqual(given, expected);
    // The SDK's requests come from no page, and only pages' have an Origin.
    if (isRight && request.headers.origin === undefined) answer?.(request, response);
    else response.writeHead(403, { connection: 'close', proof: proofOf(key, request.url ?? '') }).end();
  };
  server.removeAllListeners('request').on('request', front);
};

/**
 * Starts an embedded DynamoDB with one table, on a free port of this machine. Requests need the key that is in the address.
 *
 * Every acknowledged write survives the process, even a `kill -9`.
 *
 * @param options.directory Where the table is kept; in memory if left out. One process at a time can hold it. Its address is
 *   written there, for its owner only.
 * @param options.tableProperties The table as CloudFormation has it, from serverless.yml.
 * @param options.tableName Instead of the name in the properties.
 * @param options.key Instead of a random one.
 * @param options.url The address of the page that shows what is stored, for the file.
 * @throws CommandError when the directory cannot be used, or holds anything else.
 */
export const startStore = async (options: {
  directory?: string;
  tableProperties: TableProperties;
  tableName?: string;
  key?: string;
  url?: string;
}): Promise<Store> => {
  const {
    directory,
    tableProperties,
    tableName = String(tableProperties.TableName),
    key = randomUUID(),
    url,
  } = options;
  if (directory !== undefined) await probeStore(directory);

  const server = dynalite({
    ...(directory !== undefined && { path: join(directory, 'tables') }),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  checkKey(server, key);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const address = { endpoint, key, tableName, url };
  if (directory !== undefined) await writeAddress(directory, address);

  const client = createLocalClient(address);
  await createTable(await client.sdk(), { ...tableProperties, TableName: tableName });
  client.destroy();

  return { ...address, stop: promisify(server.close.bind(server)) };
};

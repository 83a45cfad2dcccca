import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { readAddress } from '../../cli/start/address.ts';
import { createLocalClient } from '../../cli/start/client.ts';
import { startEmptyServer } from '../support/browser/local-server.ts';

export interface LocalCopy {
  /** Without a final slash. */
  readonly url: string;
  /** Deletes its table: from now on, the page can't read the string. */
  breakStore(): Promise<void>;
  stop(): Promise<unknown>;
}

/** Starts the product like `npm start`, on a free port, with a store of its own that holds one string. */
export const startLocalCopy = async (): Promise<LocalCopy> => {
  const { url, directory, save, stop } = await startEmptyServer();
  await save('Open until ten tonight');
  return {
    url,
    breakStore: async () => {
      const address = await readAddress(directory);
      if (!address) throw new Error('The copy does not report the address of its store');
      const client = createLocalClient(address);
      await (await client.sdk()).send(new DeleteTableCommand({ TableName: address.tableName }));
      client.destroy();
    },
    stop,
  };
};

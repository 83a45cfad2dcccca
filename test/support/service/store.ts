import { randomUUID } from 'node:crypto';
import { type AttributeValue, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoEditorRegistry } from '../../../cli/editors/dynamodb-registry.ts';
import type { EditorRegistry } from '../../../cli/editors/registry.ts';
import { startStore as startLocalStore } from '../../../cli/start/store.ts';
import { createTable } from '../../../cli/start/table.ts';
import type { Revisions } from '../../../src/domain/entry.ts';
import { createDynamoClient } from '../../../src/store/client.ts';
import { revisionKey } from '../../../src/store/revision-item.ts';
import { createDynamoRevisions } from '../../../src/store/revisions.ts';
import { TEST_EDITOR } from './editor.ts';
import { tableProperties } from './table-properties.ts';

const { signal } = new AbortController();

export interface TestStore {
  readonly endpoint: string;
  /** Creates a table without revisions, with TEST_TOKEN as the token of an editor by default, and returns its name. */
  createTable(editors?: readonly (typeof TEST_EDITOR)[]): Promise<string>;
  createEditors(tableName: string): EditorRegistry;
  createRevisions(tableName: string): Revisions;
  /** Puts an item without any of the service's checks. */
  putRaw(tableName: string, item: Record<string, AttributeValue>): Promise<unknown>;
  /** Deletes a revision, as an operator does to repair a damaged log. */
  deleteRevision(tableName: string, version: number): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts an embedded DynamoDB in memory on a free port. */
export const startStore = async (): Promise<TestStore> => {
  const store = await startLocalStore({ tableProperties, tableName: 'unused', key: 'test' });
  // Waits as long as a busy machine takes.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createDynamoClient({ region: 'eu-west-1', dynamodbEndpoint: store.endpoint, credentials }, undefined, {
    tries: 3,
    answerMs: 60_000,
    retriesThrottled: false,
  });
  return {
    endpoint: store.endpoint,
    createTable: async (editors = [TEST_EDITOR]) => {
      const TableName = `saved-string-${randomUUID()}`;
      await createTable(await client.sdk(), { ...tableProperties, TableName });
      for (const editor of editors) await createDynamoEditorRegistry(client, TableName).add(editor, signal);
      return TableName;
    },
    createEditors: (tableName) => createDynamoEditorRegistry(client, tableName),
    createRevisions: (tableName) => createDynamoRevisions(client, tableName),
    putRaw: (TableName, Item) => client.put({ TableName, Item }, signal),
    deleteRevision: async (TableName, version) =>
      (await client.sdk()).send(new DeleteItemCommand({ TableName, Key: revisionKey(version) })),
    stop: async () => {
      client.destroy();
      await store.stop();
    },
  };
};

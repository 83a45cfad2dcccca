import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { EditorTokens } from '../editors/editor.ts';
import { editorKey, fromEditorItem } from './editor-item.ts';
import { readFailed } from './store-errors.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Looks up editors' tokens in a DynamoDB table. */
export const createDynamoEditorTokens = (client: DynamoDBClient, TableName: string): EditorTokens => ({
  find: async (id, signal) => {
    const command = new GetItemCommand({ TableName, Key: editorKey(id), ConsistentRead: true });
    const { Item } = await unlessAborted(client.send(command), signal).catch(readFailed);
    return Item && fromEditorItem(Item);
  },
});

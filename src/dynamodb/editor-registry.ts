import { type DynamoDBClient, PutItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { EditorToken } from '../editors/editor.ts';
import type { EditorRegistry } from '../editors/registry.ts';
import { EDITOR_PARTITION, editorKey, fromEditorItem, toEditorItem } from './editor-item.ts';
import { createDynamoEditorTokens } from './editor-tokens.ts';

/** The editors' tokens in a DynamoDB table, to change. Throws what the AWS SDK throws: its caller is an operator. */
export const createDynamoEditorRegistry = (client: DynamoDBClient, TableName: string): EditorRegistry => ({
  ...createDynamoEditorTokens(client, TableName),

  list: async (abortSignal) => {
    const pages = paginateQuery(
      { client },
      {
        TableName,
        KeyConditionExpression: 'pk = :editor',
        ExpressionAttributeValues: { ':editor': { S: EDITOR_PARTITION } },
        ConsistentRead: true,
      },
      { abortSignal },
    );
    const tokens: EditorToken[] = [];
    for await (const { Items = [] } of pages) tokens.push(...Items.map(fromEditorItem));
    return tokens;
  },

  add: async (token, abortSignal) => {
    const Item = toEditorItem(token);
    const command = new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    await client.send(command, { abortSignal });
  },

  revoke: async (id, revokedAt, abortSignal) => {
    const command = new UpdateItemCommand({
      TableName,
      Key: editorKey(id),
      UpdateExpression: 'SET revokedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': { S: revokedAt } },
    });
    await client.send(command, { abortSignal });
  },
});

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { EditorToken } from '../../src/domain/editor.ts';
import {
  createDynamoEditorTokens,
  EDITOR_PARTITION,
  editorKey,
  fromEditorItem,
  toEditorItem,
} from '../../src/store/editors.ts';
import type { EditorRegistry } from './registry.ts';

/**
 * Lists and changes the editors' tokens in a DynamoDB table. Passes on the SDK's errors: the caller is an operator.
 *
 * @param onDamaged is called with the id of each listed item that is not a token.
 */
export const createDynamoEditorRegistry = (
  client: DynamoDBClient,
  TableName: string,
  onDamaged: (id: string) => void = () => {},
): EditorRegistry => ({
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
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const token = fromEditorItem(item);
        if (token) tokens.push(token);
        else onDamaged(String(item.sk?.N));
      }
    }
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
    try {
      await client.send(command, { abortSignal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});

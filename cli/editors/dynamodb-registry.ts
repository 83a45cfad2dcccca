import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { EditorToken } from '../../src/domain/editor.ts';
import type { DynamoClient } from '../../src/store/client.ts';
import {
  createDynamoEditorTokens,
  EDITOR_PARTITION,
  editorKey,
  fromEditorItem,
  toEditorItem,
} from '../../src/store/editors.ts';
import { queryAll } from '../../src/store/reader.ts';

/**
 * Lists and changes the editors' tokens in a DynamoDB table. Passes on the SDK's errors: the caller is an operator.
 *
 * @param onDamaged is called with the id of each listed item that is not a token.
 */
export const createDynamoEditorRegistry = (
  client: DynamoClient,
  TableName: string,
  onDamaged: (id: string) => void = () => {},
) => ({
  ...createDynamoEditorTokens(client, TableName),

  /** Lists all tokens, including expired and revoked ones, without damaged records. */
  list: async (signal: AbortSignal): Promise<EditorToken[]> => {
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :editor',
      ExpressionAttributeValues: { ':editor': { S: EDITOR_PARTITION } },
      ConsistentRead: true,
    };
    const tokens: EditorToken[] = [];
    for await (const item of queryAll(client, input, signal)) {
      const token = fromEditorItem(item);
      if (token) tokens.push(token);
      else onDamaged(String(item.sk?.N));
    }
    return tokens;
  },

  add: async (token: EditorToken, signal: AbortSignal): Promise<void> => {
    const input = { TableName, Item: toEditorItem(token), ConditionExpression: 'attribute_not_exists(pk)' };
    const { isWritten, tries } = await client.put(input, signal);
    // Ids are random: what a later try meets is what an earlier one has written.
    if (!isWritten && tries === 1) throw new Error(`There already is a token with the id ${token.id}`);
  },

  /**
   * Marks a token as revoked, even if its record is damaged. It stays in the list.
   *
   * @returns false if there is no such token.
   */
  revoke: async (id: number, revokedAt: string, abortSignal: AbortSignal): Promise<boolean> => {
    const command = new UpdateItemCommand({
      TableName,
      Key: editorKey(id),
      UpdateExpression: 'SET revokedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': { S: revokedAt } },
    });
    try {
      await (await client.sdk()).send(command, { abortSignal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});

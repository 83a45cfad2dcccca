import type { EditorToken, EditorTokens } from '../domain/editor.ts';
import type { DynamoClient } from './client.ts';
import { readFailed } from './errors.ts';
import type { Item } from './revision-item.ts';

/** The partition of the editors' tokens, apart from the log. The sort key is the token's id. */
export const EDITOR_PARTITION = 'editor';

export const editorKey = (id: number): Item => ({ pk: { S: EDITOR_PARTITION }, sk: { N: String(id) } });

export const toEditorItem = (token: EditorToken): Item => ({
  ...editorKey(token.id),
  name: { S: token.name },
  hash: { S: token.hash },
  createdAt: { S: token.createdAt },
  expiresAt: { S: token.expiresAt },
  ...(token.revokedAt !== null && { revokedAt: { S: token.revokedAt } }),
});

/** @returns undefined for a damaged item, one that this program did not write. Its token is refused. */
export const fromEditorItem = ({ sk, name, hash, createdAt, expiresAt, revokedAt }: Item): EditorToken | undefined => {
  if (!sk?.N || !name?.S || !hash?.S || !createdAt?.S || !expiresAt?.S || (revokedAt && !revokedAt.S)) return undefined;
  return {
    id: Number(sk.N),
    name: name.S,
    hash: hash.S,
    createdAt: createdAt.S,
    expiresAt: expiresAt.S,
    revokedAt: revokedAt?.S ?? null,
  };
};

/** Looks up editors' tokens in a DynamoDB table. */
export const createDynamoEditorTokens = (client: Pick<DynamoClient, 'getItem'>, TableName: string): EditorTokens => ({
  find: async (id, signal) => {
    const input = { TableName, Key: editorKey(id), ConsistentRead: true };
    const item = await client.getItem(input, signal).catch(readFailed);
    return item && fromEditorItem(item);
  },
});

import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';

/** The product's query for the latest revision (src/store/revisions.ts). */
export const LATEST_REVISION = {
  TableName: process.env.TABLE_NAME,
  KeyConditionExpression: 'pk = :log AND sk < :before',
  ExpressionAttributeValues: { ':log': { S: 'saved-string' }, ':before': { N: String(Number.MAX_SAFE_INTEGER) } },
  ScanIndexForward: false,
  ConsistentRead: true,
  Limit: 1,
} satisfies QueryCommandInput;

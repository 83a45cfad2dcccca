import type { DynamoClient } from './client.ts';
import { writeOutcomeUnknown } from './errors.ts';

/**
 * Creates a function that marks a number as done in a partition of the table, once and for all.
 *
 * @returns a function that returns false if the number was marked before. It also does after a put whose answer got
 * lost: what is to be done once may then not be done.
 */
export const createDynamoMark =
  (client: DynamoClient, TableName: string, partition: string) =>
  async (number: number, signal: AbortSignal): Promise<boolean> => {
    const input = {
      TableName,
      Item: { pk: { S: partition }, sk: { N: String(number) } },
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    return (await client.put(input, signal).catch(writeOutcomeUnknown)).isWritten;
  };

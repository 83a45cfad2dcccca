import type { GetItemCommandInput, PutItemCommandInput, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoClient } from '../../../src/store/client.ts';
import { type Item, LOG_PARTITION } from '../../../src/store/revision-item.ts';
import { pickWeighted, type Random } from '../random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The part of DynamoDB that the log uses, in virtual time, behind a client that tries three times. */
export interface SimulatedStore {
  /** Makes a client whose requests and answers get late or lost at random. */
  createClient(random: Random): Pick<DynamoClient, 'getItem' | 'query' | 'put' | 'prepareToWrite'>;
  /** The log as it is now. */
  items(): readonly Item[];
}

interface Options {
  /** Whether a put that takes the next step of a change checks its condition. */
  readonly checksSteps: boolean;
}

const REQUEST_TIMEOUT_MS = 1_000;
const MAX_TRIES = 3;

export const createSimulatedStore = (time: VirtualTime, { checksSteps }: Options): SimulatedStore => {
  const log: Item[] = [];
  const plans = new Map<string | undefined, Item>();
  const isOfLog = ({ pk }: Item = {}) => pk?.S === LOG_PARTITION;

  const query = (input: QueryCommandInput) => {
    const before = Number(input.ExpressionAttributeValues?.[':before']?.N);
    // Version 1 is the first.
    const end = Math.min(before - 1, log.length);
    const items = log.slice(Math.max(0, end - (input.Limit ?? end)), end);
    return { Items: items.toReversed(), LastEvaluatedKey: undefined };
  };
  const getItem = ({ Key }: GetItemCommandInput) =>
    isOfLog(Key) ? log[Number(Key?.sk?.N) - 1] : plans.get(Key?.pk?.S);
  /** @returns whether the condition held. */
  const put = ({ Item = {}, ConditionExpression, ExpressionAttributeValues: values = {} }: PutItemCommandInput) => {
    if (!isOfLog(Item)) {
      plans.set(Item.pk?.S, Item);
      return true;
    }
    const index = Number(Item.sk?.N) - 1;
    const found = log[index];
    const conditions: Record<string, () => boolean> = {
      'attribute_not_exists(pk)': () => found === undefined,
      'writeId = :writeId AND pending = :state': () =>
        !checksSteps || (found?.writeId?.S === values[':writeId']?.S && found?.pending?.S === values[':state']?.S),
    };
    const condition = conditions[ConditionExpression ?? ''];
    if (!condition) throw new Error(`The simulated store knows no condition ${ConditionExpression}`);
    if (!condition()) return false;
    log[index] = Item;
    return true;
  };

  return {
    items: () => log,

    createClient: (random) => {
      const latency = () => 2 + random() * 14;
      const request = async <Result>(apply: () => Result, signal: AbortSignal): Promise<Result> => {
        const fate = pickWeighted(random, { answered: 77, slow: 3, lost: 10, late: 5, reset: 5 });
        if (fate === 'reset') {
          await time.sleep(latency(), signal);
          throw new Error('Connection reset');
        }
        if (fate === 'late') time.after(REQUEST_TIMEOUT_MS * (1 + 7 * random()), apply);
        if (fate === 'lost') time.after(latency(), apply);
        if (fate === 'lost' || fate === 'late') {
          await time.sleep(REQUEST_TIMEOUT_MS, signal);
          throw new Error('Timeout');
        }
        await time.sleep(latency());
        const result = apply();
        await time.sleep(fate === 'slow' ? 0.9 * REQUEST_TIMEOUT_MS : latency());
        return result;
      };
      const send = async <Result>(apply: () => Result, signal: AbortSignal) => {
        for (let tries = 1; ; tries++) {
          signal.throwIfAborted();
          try {
            return { result: await request(apply, signal), tries };
          } catch (error) {
            if (tries === MAX_TRIES) throw error;
          }
        }
      };
      return {
        getItem: async (input, signal) => (await send(() => getItem(input), signal)).result,
        query: async (input, signal) => (await send(() => query(input), signal)).result,
        put: async (input, signal) => {
          const { result, tries } = await send(() => put(input), signal);
          return { isWritten: result, tries };
        },
        prepareToWrite: () => {},
      };
    },
  };
};

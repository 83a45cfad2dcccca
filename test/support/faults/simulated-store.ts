import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type GetItemCommand,
  type PutItemCommand,
  type QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type Item, LOG_PARTITION } from '../../../src/store/revision-item.ts';
import { pickWeighted, type Random } from '../random.ts';
import type { VirtualTime } from './virtual-time.ts';

type Command = QueryCommand | GetItemCommand | PutItemCommand;

/** The part of DynamoDB that the log uses, in virtual time, behind an SDK that tries three times. */
export interface SimulatedStore {
  /** Makes a client whose requests and answers get late or lost at random. */
  createClient(random: Random): DynamoDBClient;
  /** The log as it is now. */
  items(): readonly Item[];
}

interface Options {
  /** Whether a put that takes the next step of a change checks its condition. */
  readonly checksSteps: boolean;
}

const REQUEST_TIMEOUT_MS = 1_000;
const MAX_ATTEMPTS = 3;

export const createSimulatedStore = (time: VirtualTime, { checksSteps }: Options): SimulatedStore => {
  const log: Item[] = [];
  const plans = new Map<string | undefined, Item>();
  const isOfLog = ({ pk }: Item = {}) => pk?.S === LOG_PARTITION;

  const query = ({ input }: QueryCommand) => {
    const before = Number(input.ExpressionAttributeValues?.[':before']?.N);
    const items = log.filter((item) => Number(item.sk?.N) < before);
    return { Items: items.toReversed().slice(0, input.Limit) };
  };
  const get = ({ input: { Key } }: GetItemCommand) => ({
    Item: isOfLog(Key) ? log[Number(Key?.sk?.N) - 1] : plans.get(Key?.pk?.S),
  });
  const put = ({
    input: { Item = {}, ConditionExpression, ExpressionAttributeValues: values = {} },
  }: PutItemCommand) => {
    if (!isOfLog(Item)) {
      plans.set(Item.pk?.S, Item);
      return {};
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
    if (!condition()) throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    log[index] = Item;
    return {};
  };
  const apply = (command: Command) => {
    if ('KeyConditionExpression' in command.input) return query(command as QueryCommand);
    return 'Item' in command.input ? put(command as PutItemCommand) : get(command as GetItemCommand);
  };

  return {
    items: () => log,

    createClient: (random) => {
      const latency = () => 2 + random() * 14;
      const request = async (command: Command, signal?: AbortSignal): Promise<unknown> => {
        const fate = pickWeighted(random, { answered: 77, slow: 3, lost: 10, late: 5, reset: 5 });
        if (fate === 'reset') {
          await time.sleep(latency(), signal);
          throw new Error('Connection reset');
        }
        if (fate === 'late')
          time.after(REQUEST_TIMEOUT_MS * (1 + 7 * random()), () => ignoreRefusal(() => apply(command)));
        if (fate === 'lost') time.after(latency(), () => ignoreRefusal(() => apply(command)));
        if (fate === 'lost' || fate === 'late') {
          await time.sleep(REQUEST_TIMEOUT_MS, signal);
          throw new Error('Timeout');
        }
        await time.sleep(latency());
        const answer = await settle(() => apply(command));
        await time.sleep(fate === 'slow' ? 0.9 * REQUEST_TIMEOUT_MS : latency());
        return answer();
      };
      const send = async (command: Command, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
        for (let attempts = 1; ; attempts++) {
          abortSignal?.throwIfAborted();
          try {
            return await request(command, abortSignal);
          } catch (error) {
            if (error instanceof ConditionalCheckFailedException) error.$metadata.attempts = attempts;
            if (error instanceof ConditionalCheckFailedException || attempts === MAX_ATTEMPTS) throw error;
          }
        }
      };
      return { send } as unknown as DynamoDBClient;
    },
  };
};

/** Nobody waits for the answer. */
const ignoreRefusal = (work: () => unknown): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};

/** Does the work now, and answers or throws later. */
const settle = (work: () => unknown): (() => unknown) => {
  try {
    const result = work();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
};

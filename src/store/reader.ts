import { setTimeout as sleep } from 'node:timers/promises';
import type { GetItemCommandInput, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { CountUnits } from '../domain/entry.ts';
import { type Agents, type Answer, createPost } from './post.ts';
import type { Item } from './revision-item.ts';
import { type Credentials, createSign } from './sign.ts';

/** How much a caller bears. */
export interface Patience {
  /** How often a read is tried at most, if it is not answered or the store says that this is its fault. */
  readonly tries: number;
  /** How long one answer may take, in milliseconds. */
  readonly answerMs: number;
  /** Whether a throttled read is tried again. */
  readonly retriesThrottled: boolean;
}

export interface ReaderOptions {
  readonly region: string;
  /** Overrides the region's own address. */
  readonly endpoint: string | undefined;
  /** Is asked for each try. */
  readonly credentials: () => Promise<Credentials>;
  readonly patience: Patience;
  /** By default, connections of its own that are kept. */
  readonly agents?: Agents | undefined;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** Reads from DynamoDB. Each method stops when the signal aborts; `countUnits` hears what an answer has cost. */
export interface Reader {
  getItem(input: GetItemCommandInput, signal: AbortSignal, countUnits?: CountUnits): Promise<Item | undefined>;
  query(input: QueryCommandInput, signal: AbortSignal, countUnits?: CountUnits): Promise<QueryAnswer>;
}

interface QueryAnswer {
  readonly Items: Item[];
  readonly LastEvaluatedKey: Item | undefined;
}

/** Partitions of AWS whose addresses end in another way (https://docs.aws.amazon.com/general/latest/gr/ddb.html). */
const SUFFIXES: Readonly<Record<string, string>> = {
  cn: 'amazonaws.com.cn',
  eusc: 'amazonaws.eu',
  'us-iso': 'c2s.ic.gov',
  'us-isob': 'sc2s.sgov.gov',
  'eu-isoe': 'cloud.adc-e.uk',
  'us-isof': 'csp.hci.ic.gov',
};

/** The address of DynamoDB in a region. */
const endpointOf = (region: string): string => {
  const [, partition = ''] = /^(cn|eusc|us-iso[bf]?|eu-isoe)-/.exec(region) ?? [];
  return `https://dynamodb.${region}.${SUFFIXES[partition] ?? 'amazonaws.com'}`;
};

const NOT_ANSWERED = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];

const THROTTLED = ['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'];

/** The pause before the n-th retry is random, below 2ⁿ⁻¹ times this. */
const PAUSE_MS = 50;

/** The store refuses a signature whose time is further off. */
const MAX_SKEW_MS = 240_000;

/** Retries are paid for by answers, so that a store in trouble does not get three times the load. */
const MAX_CREDIT = 500;
const RETRY_COST = 14;

/** The bytes that one unit of a consistent read covers. */
const UNIT_BYTES = 4_096;

/** The store's own error, with its name. */
class RefusedError extends Error {
  readonly status: number;

  constructor({ status, text }: Answer) {
    const { __type, message, Message } = parseObject(text, {});
    super(String(message ?? Message ?? `The store answered with status ${status}`));
    this.name = String(__type ?? 'UnknownError').replace(/^.*#/, '');
    this.status = status;
  }
}

function parseObject(text: string, otherwise?: Record<string, unknown>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    if (!otherwise) throw new Error('The store’s answer is not JSON', { cause });
  }
  if (otherwise) return otherwise;
  throw new Error('The store’s answer is no object');
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const checkItem = (value: unknown): Item => {
  for (const attribute of Object.values(Object(value))) {
    const { S, N } = Object(attribute);
    if (isText(S) && isText(N)) continue;
    throw new Error('The store answered with an item that is damaged');
  }
  return value as Item;
};

/** Creates a reader: reading is two calls of one protocol, for which the SDK would take half of a page's time. */
export const createReader = ({ region, endpoint, credentials, patience, agents, now = Date.now }: ReaderOptions) => {
  const url = new URL(endpoint ?? endpointOf(region));
  const sign = createSign(region, 'dynamodb');
  const { post, destroy } = createPost(url, patience.answerMs, agents);
  let skewMs = 0;
  let credit = MAX_CREDIT;

  /** @returns whether the clock turned out to be off, and was corrected. */
  const correctClock = (date = ''): boolean => {
    const newSkewMs = Date.parse(date) - now();
    if (!(Math.abs(newSkewMs - skewMs) > MAX_SKEW_MS)) return false;
    skewMs = newSkewMs;
    return true;
  };

  const tryOnce = async (operation: string, body: string, signal: AbortSignal): Promise<string> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      host: url.host,
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const time = new Date(now() + skewMs);
    const answer = await post(sign({ path: url.pathname, headers, body }, await credentials(), time), body, signal);
    if (answer.status === 200) return answer.text;
    const error = new RefusedError(answer);
    throw error.status < 500 && correctClock(answer.date) ? Object.assign(error, { isRetryable: true }) : error;
  };

  const isRetryable = (error: unknown): boolean => {
    const { name, code, status, isRetryable } = error as Error & {
      readonly code?: string;
      readonly status?: number;
      readonly isRetryable?: true;
    };
    if (status === 429 || THROTTLED.includes(name)) return patience.retriesThrottled;
    return isRetryable ?? ((status !== undefined && status >= 500) || NOT_ANSWERED.includes(code ?? ''));
  };

  const read = async (operation: string, input: object, signal: AbortSignal, countUnits?: CountUnits) => {
    const body = JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' });
    for (let tried = 1, paid = 1; ; tried++) {
      try {
        const text = await tryOnce(operation, body, signal);
        credit = Math.min(credit + paid, MAX_CREDIT);
        const answer = parseObject(text);
        const { CapacityUnits } = Object(answer.ConsumedCapacity);
        countUnits?.(typeof CapacityUnits === 'number' ? CapacityUnits : Math.ceil(text.length / UNIT_BYTES));
        return answer;
      } catch (error) {
        if (signal.aborted || tried >= patience.tries || credit < RETRY_COST || !isRetryable(error)) throw error;
      }
      credit -= RETRY_COST;
      paid = RETRY_COST;
      await sleep(Math.random() * PAUSE_MS * 2 ** (tried - 1), undefined, { signal });
    }
  };

  const reader: Reader = {
    getItem: async (input, signal, countUnits) => {
      const { Item } = await read('GetItem', input, signal, countUnits);
      return Item === undefined ? undefined : checkItem(Item);
    },
    query: async (input, signal, countUnits) => {
      const { Items, LastEvaluatedKey } = await read('Query', input, signal, countUnits);
      // An answer without Items must not pass for an empty log: visitors would read the initial string.
      if (!Array.isArray(Items)) throw new Error('The store answered a query without Items');
      return {
        Items: Items.map(checkItem),
        LastEvaluatedKey: LastEvaluatedKey === undefined ? undefined : checkItem(LastEvaluatedKey),
      };
    },
  };
  return { ...reader, destroy };
};

/** Queries page by page, until nothing is left. */
export async function* queryAll(
  { query }: Pick<Reader, 'query'>,
  input: QueryCommandInput,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const { Items, LastEvaluatedKey } = await query({ ...input, ExclusiveStartKey }, signal);
    yield* Items;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

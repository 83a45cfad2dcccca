import { below, pickWeighted, type Random } from '../random.ts';
import { createEvent } from '../service/event.ts';
import { createPutEvent } from '../service/put.ts';
import type { Service } from '../service/service.ts';
import { type Attempt, identify, type LoggedRevision, type Shown, toHistory } from './client-history.ts';
import type { Operation } from './linearizability.ts';

interface Plan {
  /** Each client calls them in turn. */
  readonly services: readonly Service[];
  readonly random: Random;
  readonly clients: number;
  /** The number of operations of all clients. */
  readonly operations: number;
  /** Called after the last operation, before the log is read. */
  readonly calm: () => void;
  readonly count?: ((outcome: Outcome) => void) | undefined;
}

export interface Recording {
  readonly history: readonly Operation[];
  readonly initialValue: string;
}

/** The answer to a change, whichever way it went in. */
interface Written {
  readonly statusCode: number | undefined;
  readonly saved: LoggedRevision | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string | undefined;
}

export type Outcome = 'read' | 'saved' | 'restored' | 'conflict' | 'not read' | 'not written' | 'unknown';

const SAVE = `mutation ($value: String!, $expectedVersion: Int, $note: String) {
  revision: setSavedString(value: $value, expectedVersion: $expectedVersion, note: $note) { version value }
}`;
const RESTORE = `mutation ($version: Int!, $expectedVersion: Int, $note: String) {
  revision: restoreRevision(version: $version, expectedVersion: $expectedVersion, note: $note) { version value }
}`;
const PAGE_OF_LOG = `query ($after: String) {
  revisions(first: 100, after: $after) { nodes { version value note } pageInfo { hasNextPage endCursor } }
}`;

/** Enough for the plain texts saved here, at a tenth of the cost of parsing. */
const HEADING = /<h1>The saved string is ([\w ]*)<\/h1>/;

const readLog = async (service: Service): Promise<LoggedRevision[]> => {
  interface Data {
    readonly revisions: { nodes: LoggedRevision[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  const log: LoggedRevision[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const { statusCode, data, body } = await service.graphql<Data>(PAGE_OF_LOG, { after });
    // The store may take too long on a busy machine.
    if (statusCode === 503) continue;
    if (!data) throw new Error(`The log can't be read: ${body}`);
    log.unshift(...data.revisions.nodes.toReversed());
    after = data.revisions.pageInfo.endCursor;
    more = data.revisions.pageInfo.hasNextPage;
  }
  return log;
};

/**
 * Runs clients that read and write at the same time, each doing one thing at a time, and records their observations.
 */
export const runConcurrentClients = async (plan: Plan): Promise<Recording> => {
  const { services, random, clients, operations, calm, count = () => {} } = plan;
  const shown: Shown[] = [];
  const attempts: Attempt[] = [];
  // All clients run in this process, so a counter orders all their events.
  let clock = 0;
  let started = 0;

  const readPage = async ({ invoke }: Service) => {
    const call = clock++;
    const { statusCode, body = '' } = await invoke(createEvent('GET /', { at: new Date() }));
    if (statusCode === 503) {
      count('not read');
      return;
    }
    const [, text] = HEADING.exec(body) ?? [];
    if (text === undefined) throw new Error(`The page answered ${statusCode}: ${body}`);
    shown.push({ text, call, return: clock++ });
    count('read');
  };

  const readLatest = async ({ graphql }: Service) => {
    const call = clock++;
    const { statusCode, data, body } = await graphql<{ latestRevision: LoggedRevision }>(
      '{ latestRevision { version value } }',
    );
    if (statusCode === 503) {
      count('not read');
      return undefined;
    }
    if (!data) throw new Error(`A read was answered with ${statusCode}: ${body}`);
    const { version, value } = data.latestRevision;
    shown.push({ version, text: value, call, return: clock++ });
    count('read');
    return version;
  };

  const change = async ({ graphql }: Service, query: string, variables: Record<string, unknown>): Promise<Written> => {
    const { statusCode, data, errors, body } = await graphql<{ revision: LoggedRevision }>(query, variables);
    return { statusCode, saved: data?.revision, fields: errors?.[0]?.extensions ?? {}, body };
  };

  /** The entity tags that clients have met, by version. */
  const tags = new Map<number, string>();

  const put = async (
    { invoke }: Service,
    value: string,
    note: string,
    ifMatch: string | undefined,
  ): Promise<Written> => {
    const { statusCode, headers, body = '' } = await invoke(createPutEvent(value, { note, ifMatch }));
    const answer = JSON.parse(body) as LoggedRevision & { current?: LoggedRevision };
    const version = answer.current?.version ?? answer.version;
    if (typeof headers?.etag === 'string') tags.set(version, headers.etag);
    const status = statusCode === 412 ? 409 : statusCode;
    return { statusCode: status, saved: statusCode === 200 ? answer : undefined, fields: { ...answer }, body };
  };

  const write = async (service: Service, restore: number | undefined, expectedVersion: number | undefined) => {
    const name = `attempt ${started}`;
    const wanted = restore ?? `text of ${name}`;
    const tag = expectedVersion === undefined ? undefined : tags.get(expectedVersion);
    const canPut = typeof wanted === 'string' && (tag !== undefined || expectedVersion === undefined);
    const call = clock++;
    const send = () => {
      if (canPut && random() < 0.5) return put(service, wanted, name, tag);
      return restore === undefined
        ? change(service, SAVE, { value: wanted, expectedVersion, note: name })
        : change(service, RESTORE, { version: restore, expectedVersion, note: name });
    };
    const { statusCode, saved, fields, body } = await send();
    const times = { call, return: clock++ };
    const ended = (saved: Attempt['saved'], outcome: Outcome) => {
      attempts.push({ name, wanted, expectedVersion, saved, ...times });
      count(outcome);
    };

    if (saved) {
      ended(saved.version, restore === undefined ? 'saved' : 'restored');
      return saved.version;
    }
    if (statusCode === 409) {
      const { version, value } = fields.current as LoggedRevision;
      shown.push({ version, text: value, ...times });
      ended('refused', 'conflict');
      return version;
    }
    if (statusCode !== 503) throw new Error(`A write was answered with ${statusCode}: ${body}`);
    if (fields.outcome === 'UNKNOWN' || fields.outcome === 'PENDING') ended('unknown', 'unknown');
    else if (fields.outcome === 'NOT_WRITTEN') ended('refused', 'not written');
    else throw new Error(`An answer of 503 has no outcome: ${body}`);
    return undefined;
  };

  const runClient = async () => {
    let seen = 0;
    while (started < operations) {
      const service = services[started++ % services.length] as Service;
      const kind = pickWeighted(random, { page: 50, latest: 20, save: 11, 'compare and set': 17, restore: 2 });
      if (kind === 'page') await readPage(service);
      else if (kind === 'latest') seen = (await readLatest(service)) ?? seen;
      else {
        const expectedVersion = kind === 'compare and set' || random() < 0.2 ? seen : undefined;
        const restore = kind === 'restore' ? below(random, seen + 1) : undefined;
        seen = (await write(service, restore, expectedVersion)) ?? seen;
      }
    }
  };

  const running = Array.from({ length: clients }, async () => {
    try {
      await runClient();
    } finally {
      // If one client fails, the others need not go on.
      started = operations;
    }
  });
  for (const client of await Promise.allSettled(running)) if (client.status === 'rejected') throw client.reason;
  calm();
  const [service] = services;
  if (!service) throw new Error('There is no service to call');
  const log = await readLog(service);
  return { history: toHistory(log, shown, attempts), initialValue: identify(null, log[0]?.value) };
};

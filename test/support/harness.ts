import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { LocalS3 } from '../../cli/start/s3/s3.ts';
import type { LocalServer } from './browser/local-server.ts';
import type { FaultProxy } from './faults/fault-proxy.ts';
import type { Files } from './files/files.ts';
import { type Listening, listen } from './listen.ts';
import type { Gateway } from './service/gateway.ts';
import type { Operator } from './service/operator.ts';
import type { Environment, Instance } from './service/service.ts';
import type { TestStore } from './service/store.ts';
import type { WebhookReceiver } from './service/webhook-receiver.ts';

type Stage = Partial<Environment>;

/** For any test. */
interface Always {
  /** Runs this after the test, or after the file if no test is running; the last one first. */
  atEnd(end: () => unknown): void;
  /** Stops it likewise. */
  keep<Kept extends { stop(): unknown }>(kept: Kept): Kept;
  /** Starts another server on this machine, and stops it likewise. */
  site(answer: RequestListener): Promise<Listening & { readonly url: string }>;
}

/** The surroundings of a test. */
export interface Here extends Always, Operator, Files {
  store: TestStore;
  tableName: string;
  /** Stands before the store of all services, and passes everything until a test changes that. */
  proxy: FaultProxy;
  /** Minutes after noon, for all services and their gateways; a test moves it. */
  clock: { minutes: number; now(): Date };
  service: Instance;
  /** Loads another service on the same table. */
  load(stage?: Stage): Promise<Instance>;
  /** The log of all services. */
  lines: string[];
  gateway: Gateway;
  /** Puts another service behind a gateway of its own. */
  serve(service: Instance): Promise<Gateway>;
  /** Its pages are closed after each test, or after the file if the other parts last as long. */
  browser: Browser;
  /** A copy started with `npm start`, with a store of its own. */
  server: LocalServer;
  /** An empty folder. */
  directory: string;
  /** The bucket of a file’s tests, and its folder. */
  s3: LocalS3;
  bucket: string;
  receiver: WebhookReceiver;
}

/** The parts that a test can ask for, and the fields that it finds then. */
interface Gives {
  store: 'store';
  table: Gives['store'] | 'tableName';
  proxy: 'proxy';
  clock: 'clock';
  service: Gives['table'] | 'service' | 'load' | 'lines';
  gateway: Gives['service'] | 'gateway' | 'serve';
  server: 'server';
  browser: 'browser';
  directory: 'directory';
  operator: Gives['table' | 'directory'] | keyof Operator;
  bucket: 's3' | 'bucket';
  files: Gives['table' | 'bucket'] | 'lines' | keyof Files;
  receiver: 'receiver';
}
type Part = keyof Gives;
type Lifetime = 'file' | 'test';

interface Options {
  /** How long the parts last, apart from those that are slow to start: all tests of a file share these. */
  readonly lasts?: Lifetime;
  /** Of each service. */
  readonly stage?: Stage;
  /** Of `npm start`. */
  readonly args?: readonly string[];
}

const SLOW: readonly Part[] = ['store', 'server', 'browser', 'bucket'];

const NEEDS: Partial<Record<Part, readonly Part[]>> = {
  table: ['store'],
  proxy: ['store'],
  service: ['table'],
  gateway: ['service'],
  operator: ['table', 'directory'],
  files: ['table', 'bucket'],
};

let isOverHttp = false;

/** From now on, the services of this file are reached over HTTP. A file that says so can run the tests of another one. */
export const goOverHttp = (): void => {
  isOverHttp = true;
};

type Start = (here: Here, asked: ReadonlySet<Part>, options: Options) => Promise<void>;

/** Starts each part, after those before it. What no test of a file asks for is not even loaded. */
const PARTS: Readonly<Record<Part, Start>> = {
  store: async (here) => {
    const { startStore } = await import('./service/store.ts');
    here.store = here.keep(await startStore());
  },
  table: async (here) => {
    here.tableName = await here.store.createTable();
  },
  proxy: async (here) => {
    const { startFaultProxy } = await import('./faults/fault-proxy.ts');
    here.proxy = here.keep(await startFaultProxy(here.store.endpoint));
  },
  clock: async (here) => {
    const { at } = await import('./service/plan.ts');
    here.clock = { minutes: 0, now: () => new Date(at(here.clock.minutes)) };
  },
  service: async (here, asked, { stage }) => {
    const load = isOverHttp
      ? (await import('./service/serve-over-http.ts')).loadOverHttp
      : (await import('./service/service.ts')).loadService;
    here.lines = [];
    here.load = async (own) => {
      const { endpoint } = asked.has('proxy') ? here.proxy : here.store;
      const write = (line: string) => here.lines.push(line);
      const time = asked.has('clock') && { now: here.clock.now };
      return here.keep(await load({ endpoint, tableName: here.tableName, write, ...time, ...stage, ...own }));
    };
    here.service = await here.load();
  },
  gateway: async (here) => {
    const { startGateway } = await import('./service/gateway.ts');
    here.serve = async (service) => here.keep(await startGateway(service));
    here.gateway = await here.serve(here.service);
  },
  server: async (here, _asked, { args }) => {
    const { startEmptyServer } = await import('./browser/local-server.ts');
    here.server = here.keep(await startEmptyServer(args));
  },
  browser: async (here) => {
    const { launchBrowser } = await import('./browser/browser.ts');
    here.browser = await launchBrowser();
    here.atEnd(() => here.browser.close());
  },
  directory: async (here) => {
    here.directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
    here.atEnd(() => rm(here.directory, { recursive: true }));
  },
  operator: async (here) => {
    const { createOperator } = await import('./service/operator.ts');
    Object.assign(here, createOperator(here));
    await here.reset();
  },
  bucket: async (here) => {
    const { startS3 } = await import('../../cli/start/s3/s3.ts');
    here.bucket = await mkdtemp(join(tmpdir(), 'saved-string-files-'));
    here.atEnd(() => rm(here.bucket, { recursive: true }));
    here.s3 = here.keep(await startS3(here.bucket, 'http://localhost:3000'));
  },
  files: async (here) => {
    const { createFiles } = await import('./files/files.ts');
    here.lines = [];
    Object.assign(here, createFiles(here));
  },
  receiver: async (here) => {
    const { startWebhookReceiver } = await import('./service/webhook-receiver.ts');
    here.receiver = here.keep(await startWebhookReceiver());
  },
};

const withNeeds = (names: readonly Part[]): Part[] => names.flatMap((name) => [name, ...withNeeds(NEEDS[name] ?? [])]);

/**
 * Gives the tests of a file the parts that they ask for, with what these need. Each test finds new ones, with an empty
 * table, unless `lasts` says that all tests of the file share them; they always share those that are slow to start. Read
 * a part only inside a test or a hook.
 */
export const harness = <Asked extends Part = never>(
  names: readonly Asked[],
  options: Options = {},
): Pick<Here, Gives[Asked] | keyof Always> => {
  const asked = new Set<Part>(withNeeds(names));
  const ends: Record<Lifetime, (() => unknown)[]> = { file: [], test: [] };
  let running: Lifetime = 'file';
  const always: Always = {
    atEnd: (end) => ends[running].push(end),
    keep: (kept) => {
      always.atEnd(kept.stop);
      return kept;
    },
    site: async (answer) => {
      const listening = always.keep(await listen(createServer(answer)));
      return { ...listening, url: `http://127.0.0.1:${listening.port}` };
    },
  };
  const here = always as Here;
  const lifetimeOf = (name: Part) => (SLOW.includes(name) ? 'file' : (options.lasts ?? 'test'));

  const begin = async (lifetime: Lifetime) => {
    running = lifetime;
    for (const [name, start] of Object.entries(PARTS) as [Part, (typeof PARTS)[Part]][]) {
      if (asked.has(name) && lifetimeOf(name) === lifetime) await start(here, asked, options);
    }
    // Left open, pages would go on asking, and a route that is under way would fail the test that comes then.
    if (asked.has('browser') && lifetime === (options.lasts ?? 'test')) here.atEnd(() => closePages(here.browser));
  };
  const end = async (lifetime: Lifetime) => {
    const failures: unknown[] = [];
    for (let last = ends[lifetime].pop(); last; last = ends[lifetime].pop()) {
      await Promise.resolve()
        .then(last)
        .catch((failure) => failures.push(failure));
    }
    running = 'file';
    if (failures.length > 0) throw failures[0];
  };
  beforeAll(() => begin('file'));
  beforeEach(() => begin('test'));
  afterEach(() => end('test'));
  afterAll(() => end('file'));
  return here;
};

const closePages = async (browser: Browser): Promise<void> => {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
};

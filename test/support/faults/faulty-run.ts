import { createRandom } from '../random.ts';
import { type Environment, type Instance, loadService } from '../service/service.ts';
import type { TestStore } from '../service/store.ts';
import { type Outcome, runConcurrentClients } from './concurrent-clients.ts';
import { type Fault, type Mistake, startFaultProxy } from './fault-proxy.ts';
import { findViolation, type Violation } from './linearizability.ts';

export interface Run {
  readonly seed: number;
  readonly clients: number;
  /** The lease of what each of the two instances saves, in milliseconds. */
  readonly leases?: readonly [number, number];
  readonly operations: number;
  readonly choose: (operation: string) => Fault;
  readonly mistake?: Mistake | undefined;
  /** Called for each operation that ends. */
  readonly count?: (outcome: Outcome) => void;
  /** Loads an instance; the default is a function that is called with events. */
  readonly load?: (environment: Environment) => Promise<Instance>;
}

/** Runs clients on two instances of the function with faults before an empty table, and checks their observations. */
export const runUnderFaults = async (
  store: TestStore,
  { seed, choose, mistake, leases = [0, 0], load = loadService, ...plan }: Run,
): Promise<Violation | undefined> => {
  const proxy = await startFaultProxy(store.endpoint, mistake);
  const environment = { endpoint: proxy.endpoint, tableName: await store.createTable() };
  const services: Instance[] = [];
  try {
    for (const readLeaseMs of leases) services.push(await load({ ...environment, readLeaseMs }));
    proxy.choose = choose;
    const calm = () => {
      proxy.choose = () => 'none';
    };
    const { history, initialValue } = await runConcurrentClients({
      ...plan,
      services,
      random: createRandom(seed),
      calm,
    });
    return findViolation(history, initialValue);
  } finally {
    await Promise.all(services.map(({ stop }) => stop()));
    await proxy.stop();
  }
};

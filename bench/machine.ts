import { cpus, loadavg } from 'node:os';

/** What figures were measured on, and how busy it was. */
export interface Machine {
  /** With a v in front. */
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** The averages over 1, 5 and 15 minutes. */
  readonly load: readonly number[];
}

export const describeMachine = (): Machine => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  load: loadavg(),
});

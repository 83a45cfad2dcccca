import { cpus, loadavg } from 'node:os';

/** What figures were measured on, and how busy it was. */
export const describeMachine = () => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  load: loadavg(),
});

import { readdirSync, readFileSync } from 'node:fs';

/** In nanoseconds; none for a thread that has ended since it was listed. */
const threadTime = (pid: number, thread: string): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
  } catch {
    return 0;
  }
};

/** CPU time of a process so far in milliseconds, user and system, of all threads that still live. Linux only. */
export const cpuMilliseconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadTime(pid, thread), 0) / 1e6;

/** Memory that a process holds right now, in MiB: its resident set. Linux only. */
export const residentMebibytes = (pid: number): number => {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kibibytes) / 1_024;
};

import { readdirSync, readFileSync } from 'node:fs';

/** In nanoseconds; 0 for a thread that ended after it was listed. */
const threadTime = (pid: number, thread: string): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
  } catch {
    return 0;
  }
};

/** Reads the CPU time of a process so far in milliseconds, user and system, of all living threads. Linux only. */
export const cpuMilliseconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadTime(pid, thread), 0) / 1e6;

/** Reads the current memory of a process in MiB: its resident set. Linux only. */
export const residentMebibytes = (pid: number): number => {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kibibytes) / 1_024;
};

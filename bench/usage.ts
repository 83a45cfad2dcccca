import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

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

/** Lambda gives a function one vCPU at this memory size, in MB, and otherwise in proportion. */
export const MEGABYTES_PER_VCPU = 1_769;
const PERIOD_MICROSECONDS = 20_000;

/** Prepares to limit a process to Lambda's CPU for a memory size, in MB, by control groups. Its memory is not limited. */
export const createCpuShare = (pid: number, megabytes: number) => {
  const root = '/sys/fs/cgroup';
  const isV2 = existsSync(`${root}/cgroup.controllers`);
  const directory = `${root}${isV2 ? '' : '/cpu'}/saved-string-bench-${pid}`;
  if (isV2) writeFileSync(`${root}/cgroup.subtree_control`, '+cpu');
  mkdirSync(directory);
  writeFileSync(`${directory}/cgroup.procs`, String(pid));
  return {
    limit: () => {
      const quota = Math.round((PERIOD_MICROSECONDS * megabytes) / MEGABYTES_PER_VCPU);
      if (isV2) return writeFileSync(`${directory}/cpu.max`, `${quota} ${PERIOD_MICROSECONDS}`);
      writeFileSync(`${directory}/cpu.cfs_period_us`, String(PERIOD_MICROSECONDS));
      writeFileSync(`${directory}/cpu.cfs_quota_us`, String(quota));
    },
    /** Removes the group, once the process has ended. */
    remove: () => rmdirSync(directory),
  };
};

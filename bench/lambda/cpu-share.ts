import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';

/** Lambda gives a function one vCPU at this memory size, in MB, and otherwise in proportion. */
const MEGABYTES_PER_VCPU = 1_769;
const PERIOD_MICROSECONDS = 20_000;

const V2 = '/sys/fs/cgroup';
const isV2 = existsSync(`${V2}/cgroup.controllers`);
const parent = isV2 ? V2 : '/sys/fs/cgroup/cpu';

/** Limits a process to the CPU that Lambda gives for a memory size. Its memory is not limited. */
export interface CpuShare {
  add(pid: number): void;
  /** Starts limiting. */
  limit(): void;
  /** Removes the group. No process may be left in it. */
  remove(): void;
}

/** @throws Error without Linux control groups, or without the right to create one, as root has. */
export const createCpuShare = (name: string, megabytes: number): CpuShare => {
  const directory = `${parent}/saved-string-bench-${process.pid}-${name}`;
  if (isV2) writeFileSync(`${V2}/cgroup.subtree_control`, '+cpu');
  mkdirSync(directory);
  return {
    add: (pid) => writeFileSync(`${directory}/cgroup.procs`, String(pid)),
    limit: () => {
      const quota = Math.round((PERIOD_MICROSECONDS * megabytes) / MEGABYTES_PER_VCPU);
      if (isV2) return writeFileSync(`${directory}/cpu.max`, `${quota} ${PERIOD_MICROSECONDS}`);
      writeFileSync(`${directory}/cpu.cfs_period_us`, String(PERIOD_MICROSECONDS));
      writeFileSync(`${directory}/cpu.cfs_quota_us`, String(quota));
    },
    remove: () => rmdirSync(directory),
  };
};

/** @returns whether this user can create one on this machine. */
export const canShareCpu = (): boolean => {
  try {
    const share = createCpuShare('probe', MEGABYTES_PER_VCPU);
    share.limit();
    share.remove();
    return true;
  } catch {
    return false;
  }
};

import { OptionError, type Options } from './options.ts';

/** What one pass over the candidates is to measure. */
export interface PassPlan {
  /** In MB; undefined without a limit of the CPU. */
  readonly memory: number | undefined;
  /** To a warm process; 0 for cold starts only. */
  readonly requests: number;
}

/**
 * @param canLimit Whether the CPU can be limited here.
 * @throws OptionError when memory sizes are asked for where it can't.
 */
export const planPasses = (
  { memory, requests }: Pick<Options, 'memory' | 'requests'>,
  canLimit: boolean,
): PassPlan[] => {
  if (memory && !canLimit) throw new OptionError('Memory sizes need Linux control groups, and root');
  if (memory) return memory.map((megabytes) => ({ memory: megabytes, requests }));
  const unlimited = { memory: undefined, requests };
  // The targets at 512 MB are about cold starts.
  return canLimit ? [unlimited, { memory: 512, requests: 0 }] : [unlimited];
};

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * @returns the Python that `python3` stands for, if it has all that the Flask peer needs. The interpreter itself: a
 *   version manager's wrapper of that name would count as part of the cold start.
 */
export const findPython = async (): Promise<string | undefined> => {
  try {
    const program = 'import boto3, flask, sys; print(sys.executable)';
    const { stdout } = await promisify(execFile)('python3', ['-c', program]);
    return stdout.trim();
  } catch {
    return undefined;
  }
};

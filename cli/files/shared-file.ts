import { printable } from '../printable.ts';
import type { Remote } from '../remote/remote.ts';

/** A file, as the stage describes it. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sharedBy: string;
  /** RFC 3339 in UTC. */
  readonly until: string;
  /** Null while it is being sent. */
  readonly completedAt: string | null;
}

export const EXAMPLE = { id: '', name: '', size: 0, sharedBy: '', until: '' } as const;

export const linkOf = ({ url }: Remote, { id }: Pick<SharedFile, 'id'>): string => `${url}/files/${printable(id)}`;

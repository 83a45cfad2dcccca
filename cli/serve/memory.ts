/** Bodies are kept in pieces that are used again: what is left to the garbage collector stays for seconds under load. */
export const PIECE_BYTES = 16 * 1024;

/** The memory of one request or answer. */
export interface Share {
  /** @returns false if there is no room even after others were ended. */
  grow(bytes: number): boolean;
  /** @returns PIECE_BYTES of memory until the release; undefined if there is no room. */
  piece(): Buffer | undefined;
  /** From now on it waits for no client, so it can't be ended. */
  keep(): void;
  release(): void;
}

/**
 * Limits what is held for all clients together. Where it is full, what has waited longest for its client is ended.
 *
 * @param limit In bytes.
 */
export const createMemory = (limit: number) => {
  let held = 0;
  const unused: Buffer[] = [];
  const waiting = new Set<{ own: number; end: () => void }>();
  return {
    share: (end: () => void): Share => {
      const one = { own: 0, end };
      const pieces: Buffer[] = [];
      const release = () => {
        unused.push(...pieces.splice(0));
        held -= one.own;
        one.own = 0;
        waiting.delete(one);
      };
      const endOthers = (bytes: number) => {
        for (const other of waiting) {
          if (held + bytes <= limit) return;
          if (other === one || other.own === 0) continue;
          held -= other.own;
          other.own = 0;
          waiting.delete(other);
          other.end();
        }
      };
      const grow = (bytes: number) => {
        endOthers(bytes);
        if (held + bytes > limit) return false;
        held += bytes;
        one.own += bytes;
        return true;
      };
      waiting.add(one);
      return {
        grow,
        piece: () => {
          if (!grow(PIECE_BYTES)) return undefined;
          const piece = unused.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
          pieces.push(piece);
          return piece;
        },
        keep: () => waiting.delete(one),
        release,
      };
    },
  };
};

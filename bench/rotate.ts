/** @returns the list begun at another place: A B C, B C A, C A B. No candidate always comes after the same other one. */
export const rotate = <T>(list: readonly T[], by: number): T[] => {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
};

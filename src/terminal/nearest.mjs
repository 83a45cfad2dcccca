/** In edits: a word further away than this is another word, not a slip. */
const FURTHEST = 2;

/**
 * How many letters to insert, drop, replace or swap with their neighbour (optimal string alignment).
 *
 * @param {string} a
 * @param {string} b
 */
const distance = (a, b) => {
  /** @type {number[]} */
  let twoBack = [];
  let oneBack = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (oneBack[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swaps = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = swaps ? (twoBack[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((oneBack[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced, swapped));
    }
    [twoBack, oneBack] = [oneBack, current];
  }
  return oneBack[b.length] ?? 0;
};

/**
 * What somebody probably meant; undefined where nothing is near, or only by replacing most of the word.
 *
 * @param {string} given
 * @param {readonly string[]} known
 * @returns {string | undefined}
 */
export const nearest = (given, known) => {
  const furthest = Math.min(FURTHEST, given.length - 1);
  const [best] = known
    .map((word) => ({ word, edits: distance(given, word) }))
    .filter(({ edits }) => edits <= furthest)
    .sort((a, b) => a.edits - b.edits);
  return best?.word;
};

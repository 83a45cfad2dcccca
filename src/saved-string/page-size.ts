import { InvalidInputError } from './errors.ts';

const MAX_PAGE_REVISIONS = 100;

/** @throws InvalidInputError */
export const checkPageSize = (first: number): void => {
  if (first < 1 || first > MAX_PAGE_REVISIONS) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${MAX_PAGE_REVISIONS}, not ${first}.`);
  }
};

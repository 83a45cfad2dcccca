import { describeRandomStrings } from '../../support/strings/random-strings-suite.ts';

// Strings other than in the first file: the seed is new each time, and a failure prints it.
describeRandomStrings(5_000);

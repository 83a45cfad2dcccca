import { describeRandomStrings } from '../../support/random-strings-suite.ts';

// Others than in the first file: the seed is a new one each time, and a failure prints it.
describeRandomStrings();

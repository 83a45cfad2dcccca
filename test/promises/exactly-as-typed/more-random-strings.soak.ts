import { describeRandomStrings } from '../../support/strings/random-strings-suite.ts';

// Other strings than in the first file: the seed is a new one each time, and a failure prints it.
describeRandomStrings(5_000);

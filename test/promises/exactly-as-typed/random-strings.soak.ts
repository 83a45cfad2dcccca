import { describeRandomStrings } from '../../support/strings/random-strings-suite.ts';

describeRandomStrings(5_000);

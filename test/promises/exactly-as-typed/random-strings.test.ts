import { describeRandomStrings } from '../../support/strings/random-strings-suite.ts';

describeRandomStrings(1_000);

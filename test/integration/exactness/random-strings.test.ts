import { describeRandomStrings } from '../../support/random-strings-suite.ts';

describeRandomStrings();

import { describeLinearizability } from '../../support/linearizability-suite.ts';

describeLinearizability(2);

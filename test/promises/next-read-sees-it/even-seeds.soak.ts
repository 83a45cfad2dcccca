import { describeLinearizability } from '../../support/faults/linearizability-suite.ts';

const seeds = Array.from({ length: 10 }, (_, index) => 2 + 2 * index);

describeLinearizability({ seeds, operations: 1_000 });

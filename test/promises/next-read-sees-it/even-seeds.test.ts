import { describeLinearizability } from '../../support/faults/linearizability-suite.ts';

// Jest runs files side by side and tests one by one, so that a file for every second seed keeps two cores busy.
describeLinearizability({ seeds: [2, 4, 6], operations: 1_000 });

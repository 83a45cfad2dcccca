import { describeLinearizability } from '../../support/faults/linearizability-suite.ts';

// Jest runs files in parallel and tests in order, so two files with half of the seeds each keep two cores busy.
describeLinearizability({ seeds: [1, 3], operations: 800 });

import { describeLinearizability } from '../../support/faults/linearizability-suite.ts';

// Each save waits for real.
describeLinearizability({ seeds: [7, 8], operations: 300, leases: [0, 50] });

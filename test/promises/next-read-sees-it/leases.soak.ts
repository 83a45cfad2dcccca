import { describeLeases } from '../../support/faults/lease-suite.ts';

describeLeases({ seeds: 40, operations: 3_000 });

import { describeLeases } from '../../support/faults/lease-suite.ts';

describeLeases({ seeds: 100, operations: 3_000 });

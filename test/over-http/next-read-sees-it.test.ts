import { describeLinearizability } from '../support/faults/linearizability-suite.ts';
import { loadOverHttp } from '../support/service/way-in.ts';

// More clients than there are instances, so that reads in one process overlap and share queries.
describeLinearizability({ seeds: [1, 2], operations: 1_000, clients: 24, load: loadOverHttp });

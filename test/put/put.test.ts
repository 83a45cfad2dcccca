import { describe, expect, test } from '@jest/globals';
import { linesOf } from '../support/service/log-lines.ts';
import { createEvent } from '../support/service/event.ts';
import { startGateway } from '../support/service/gateway.ts';
import { createPutEvent } from '../support/service/put.ts';
import { serviceForEachTest } from '../support/service/service-for-each-test.ts';

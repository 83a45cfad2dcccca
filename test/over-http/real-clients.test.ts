import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../http/real-clients.test.ts');

import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../graphql/limits.test.ts');

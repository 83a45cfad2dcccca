import { goOverHttp } from '../support/harness.ts';

goOverHttp();
await import('../graphql/graphql.test.ts');

import { goOverHttp } from '../support/service/way-in.ts';

goOverHttp();
await import('../graphql/limits.test.ts');

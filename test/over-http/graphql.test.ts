import { goOverHttp } from '../support/service/way-in.ts';

goOverHttp();
await import('../graphql/graphql.test.ts');

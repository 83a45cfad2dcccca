import { goOverHttp } from '../support/service/way-in.ts';

goOverHttp();
await import('../page/page.test.ts');

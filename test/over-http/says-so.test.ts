import { goOverHttp } from '../support/service/way-in.ts';

goOverHttp();
await import('../promises/says-so-when-it-cannot.test.ts');

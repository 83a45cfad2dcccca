import { goOverHttp } from '../support/service/way-in.ts';

goOverHttp();
await import('../http/real-clients.test.ts');

import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const app = createApp(readConfig());

/** The Lambda function behind every route. */
export const { handler } = app;

// Lambda waits for this at full speed; see warm-up.ts.
await app.warmUp();

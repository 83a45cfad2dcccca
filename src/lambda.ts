import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const app = createApp(readConfig());

/** The Lambda function behind every route. */
export const { handler } = app;

// Lambda starts a function at full speed and waits for this; see warm-up.ts.
await app.warmUp();

import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { html } from 'hono/html';
import { readString } from './store.ts';

const app = new Hono();

app.get('/', async (context) => context.html(html`<h1>The saved string is ${await readString()}</h1>`));

/** Set up as in Hono's guide for Lambda. */
export const handler = handle(app);

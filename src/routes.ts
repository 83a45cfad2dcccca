import type { Parts } from './app.ts';
import { later, type RouteLoader, type Routes } from './http/handler.ts';
import { htmlOr, withQuery } from './http/negotiation.ts';
import { createHealth } from './routes/health.ts';
import { icon } from './routes/page/icon.ts';
import { createPage } from './routes/page/page.ts';

/** The table of routes: paths and methods, and how the route is loaded. serverless.yml declares the same paths. */
export const createRoutes = (app: Parts & { readonly loadGraphQL: RouteLoader }): Routes => {
  const page = createPage(app);
  const health = createHealth(app);
  const memento = later(async () => (await import('./routes/page/memento.ts')).createMemento(app));
  const playground = later(async () =>
    (await import('./routes/playground.ts')).createPlayground(app.built('playground/')),
  );
  const edit = later(async () => (await import('./routes/edit.ts')).createEdit(app.built('edit/'), app));
  return {
    '/': {
      GET: withQuery('at', memento, () => page),
      PUT: later(async () => (await import('./routes/put.ts')).createPut(app)),
    },
    '/graphql': { GET: htmlOr(playground, app.loadGraphQL), POST: app.loadGraphQL },
    '/playground/{file}': { GET: playground },
    '/edit': { GET: edit },
    '/edit/{file}': { GET: edit },
    '/favicon.ico': { GET: () => icon },
    '/health': { GET: () => health },
    '/feed': { GET: later(async () => (await import('./routes/feed/feed.ts')).createFeed(app)) },
    '/embed': { GET: later(async () => (await import('./routes/embed.ts')).createEmbed(app)) },
    '/embed.js': {
      GET: later(async () => (await import('./routes/embed.ts')).createEmbedScript(app.built, app)),
    },
    '/spac-lla': { POST: later(async () => (await import('./routes/spac-lla.ts')).createSpacLla(app)) },
  };
};

import type { RouteHandler } from './http/handler.ts';
import { htmlOr, withQuery } from './http/negotiation.ts';

interface Handlers {
  readonly page: RouteHandler;
  readonly put: RouteHandler;
  /** Answers what has a time in its query. */
  readonly memento: RouteHandler;
  readonly graphql: RouteHandler;
  readonly playground: { readonly page: RouteHandler; readonly file: RouteHandler };
  readonly icon: RouteHandler;
  readonly edit: { readonly page: RouteHandler; readonly file: RouteHandler };
  readonly health: RouteHandler;
  readonly feed: RouteHandler;
  readonly embed: { readonly document: RouteHandler; readonly script: RouteHandler };
  readonly spacLla: RouteHandler;
}

/** Maps routes to handlers. API Gateway is the router: serverless.yml declares the same routes. */
export const createRoutes = (handlers: Handlers) => {
  const { page, put, memento, graphql, playground, icon, edit, health, feed, embed, spacLla } = handlers;
  return {
    'GET /': withQuery('at', memento, page),
    'HEAD /': withQuery('at', memento, page),
    'PUT /': put,
    'GET /graphql': htmlOr(playground.page, graphql),
    'POST /graphql': graphql,
    'GET /playground/{file}': playground.file,
    'GET /favicon.ico': icon,
    'GET /edit': edit.page,
    'GET /edit/{file}': edit.file,
    'GET /health': health,
    'GET /feed': feed,
    'GET /embed': embed.document,
    'GET /embed.js': embed.script,
    'POST /spac-lla': spacLla,
  };
};

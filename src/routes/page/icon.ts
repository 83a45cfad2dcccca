import type { Route } from '../../http/handler.ts';

export const ICON_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#b4431f"/><path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>';

/** Answers programs that ask for the icon at its usual place, whatever the page says. Browsers go by the type. */
export const icon: Route = {
  handle: async () => ({
    statusCode: 200,
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
    body: ICON_SVG,
  }),
};

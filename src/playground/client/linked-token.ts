/**
 * Takes the editor's token out of an address such as `/graphql#token=sst_…`, and the fragment out of the address bar and
 * the tab's history, where it would outlive the page. A browser sends no fragment to a server.
 */
export const takeLinkedToken = (): string | undefined => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
};

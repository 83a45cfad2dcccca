/**
 * Takes the token from an address such as `/graphql#token=sst_…`. Removes the fragment from the address bar and the
 * tab's history, where it would outlive the page. Browsers send no fragment to a server.
 */
export const takeLinkedToken = (): string | undefined => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
};

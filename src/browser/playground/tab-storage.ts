/** GraphiQL's keys for its history. Each entry includes the Headers pane at that time. */
const HISTORY = ['graphiql:queries', 'graphiql:favorites'];

/** GraphiQL's keys for the content of its panes, a second copy beside the tab's own. */
const EDITORS = ['graphiql:query', 'graphiql:variables', 'graphiql:headers'];

interface StoredTabs {
  readonly activeTabIndex: number;
  readonly tabs: readonly Readonly<Record<string, string | null>>[];
}

const dropHeaders = (key: string, value: unknown) => (key === 'headers' ? undefined : value);

const readActiveTab = () => {
  const stored = sessionStorage.getItem('graphiql:tabState');
  if (stored === null) return undefined;
  const { activeTabIndex, tabs } = JSON.parse(stored) as StoredTabs;
  return tabs[activeTabIndex];
};

/**
 * Stores GraphiQL's state in this browser tab, until the tab is closed.
 *
 * Headers may hold a token, which must not outlive the page, so the history is stored without them. (Queries and
 * variables are stored as strings, so nothing in them is taken for a header.) The panes' content is stored only with
 * the tab: if a second copy differs, as after an edit of the variables alone, GraphiQL opens an empty tab after a
 * reload.
 */
export const tabStorage = {
  get length() {
    return sessionStorage.length;
  },
  getItem: (key: string): string | null =>
    EDITORS.includes(key) ? (readActiveTab()?.[key.slice('graphiql:'.length)] ?? null) : sessionStorage.getItem(key),
  setItem: (key: string, value: string): void => {
    if (EDITORS.includes(key)) return;
    sessionStorage.setItem(key, HISTORY.includes(key) ? JSON.stringify(JSON.parse(value, dropHeaders)) : value);
  },
  removeItem: (key: string): void => sessionStorage.removeItem(key),
  clear: (): void => sessionStorage.clear(),
};

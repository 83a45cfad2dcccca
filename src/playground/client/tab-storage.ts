/** Where GraphiQL's history keeps what was run, each with the content of the headers editor at that time. */
const HISTORY = ['graphiql:queries', 'graphiql:favorites'];

/** Where GraphiQL keeps what is in its editors, besides the tab that it belongs to. */
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
 * The storage of this tab of the browser, which goes when the tab is closed.
 *
 * Headers may hold a token, and that must not outlive the page, so the history is stored without them. (Queries and variables are
 * strings in there; nothing of theirs is taken for a header.) And what is in the editors is stored with the tab only: where a
 * second copy differs, for which it is enough to edit the variables alone, GraphiQL opens an empty tab after a reload.
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

// Monaco comes first, because GraphiQL's styles override some of its own.
import 'monaco-graphql/esm/monaco-editor.js';
import './playground.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { defineEditorThemes } from './editor-themes.ts';
import { type EditorToken, EditorTokenField } from './editor-token.tsx';
import { type Current, createExamples } from './examples.ts';
import { createFetcher } from './fetcher.ts';
import { FollowSystemTheme } from './follow-system-theme.tsx';
import { leaveByEscape } from './leave-by-escape.ts';
import { takeLinkedToken } from './linked-token.ts';
import { mendMarkup } from './mend-markup.ts';
import { createMonacoEnvironment } from './monaco-environment.ts';
import { Outcome } from './outcome.tsx';
import { tabStorage } from './tab-storage.ts';

/** An editor who waits longer opens the playground without what visitors read. */
const READ_TIMEOUT_MS = 3_000;

const readCurrent = async (): Promise<Current | undefined> => {
  try {
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const response = await fetch('./', { headers: { accept: 'application/json' }, signal });
    return response.ok ? ((await response.json()) as Current) : undefined;
  } catch {
    return undefined;
  }
};

const token: EditorToken = { value: takeLinkedToken() ?? '' };
const fetcher = createFetcher(token);

const root = document.getElementById('playground');
if (!root) throw new Error('The page has no element with the id "playground"');

window.MonacoEnvironment = createMonacoEnvironment(root);
root.addEventListener('keydown', leaveByEscape);
mendMarkup(document.body);
const examples = createExamples(await readCurrent());

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={examples}
    // Headers may hold a token, which must not outlive the page. The rest survives a reload of this tab.
    shouldPersistHeaders={false}
    storage={tabStorage}
    editorTheme={defineEditorThemes()}
    schemaDescription
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <EditorTokenField token={token} />
      <a className="graphiql-logo-link" href="edit">
        Edit without code
      </a>
      <a className="graphiql-logo-link" href="./">
        Saved String
      </a>
    </GraphiQL.Logo>
    <GraphiQL.Footer>
      <Outcome />
    </GraphiQL.Footer>
    <FollowSystemTheme />
  </GraphiQL>,
);

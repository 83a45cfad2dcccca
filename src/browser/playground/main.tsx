// Monaco comes first, because GraphiQL's styles override some of its own.
import 'monaco-graphql/esm/monaco-editor.js';
import './playground.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { createMonacoEnvironment, leaveByEscape, mendThemes } from './code-editors.ts';
import { readCurrent } from './current.ts';
import { type EditorToken, EditorTokenField } from './editor-token.tsx';
import { createExamples } from './examples.ts';
import { createFetcher } from './fetcher.ts';
import { FollowSystemTheme } from './follow-system-theme.tsx';
import { takeLinkedToken } from './linked-token.ts';
import { mendMarkup } from './mend-markup.ts';
import { Outcome } from './outcome.tsx';
import { RefreshVariables } from './refresh-variables.tsx';
import { tabStorage } from './tab-storage.ts';

const token: EditorToken = { value: takeLinkedToken() ?? '' };
const fetcher = createFetcher(token);

const root = document.getElementById('playground');
if (!root) throw new Error('The page has no element with the id "playground"');

window.MonacoEnvironment = createMonacoEnvironment(root);
root.addEventListener('keydown', leaveByEscape);
mendMarkup(document.body);
mendThemes();
const current = await readCurrent();
const examples = createExamples(current);

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={examples}
    // Headers may hold a token, which must not outlive the page. The rest survives a reload of this tab.
    shouldPersistHeaders={false}
    storage={tabStorage}
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
    {current && <RefreshVariables known={current} />}
  </GraphiQL>,
);

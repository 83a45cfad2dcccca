// Monaco comes first: its styles have to stand before GraphiQL's, which change some of them.
import 'monaco-graphql/esm/monaco-editor.js';
import './playground.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { type EditorToken, EditorTokenField } from './editor-token.tsx';
import { exampleQuery, exampleVariables } from './examples.ts';
import { createFetcher } from './fetcher.ts';
import { FollowSystemTheme } from './follow-system-theme.tsx';
import { takeLinkedToken } from './linked-token.ts';
import { createMonacoEnvironment } from './monaco-environment.ts';

const token: EditorToken = { value: takeLinkedToken() ?? '' };
const fetcher = createFetcher(token);

const root = document.getElementById('playground');
if (!root) throw new Error('The page has no element with the id "playground"');

window.MonacoEnvironment = createMonacoEnvironment(root);

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    initialQuery={exampleQuery}
    initialVariables={exampleVariables}
    // Headers may hold a token, too, and that must not outlive the page: they are never stored, and the history, which
    // GraphiQL stores with its headers, is off. The rest survives a reload of this tab.
    shouldPersistHeaders={false}
    plugins={[]}
    storage={sessionStorage}
    schemaDescription
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <EditorTokenField token={token} />
      <a className="graphiql-logo-link" href="/">
        Saved String
      </a>
    </GraphiQL.Logo>
    <FollowSystemTheme />
  </GraphiQL>,
);

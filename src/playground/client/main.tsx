// Monaco comes first: its styles have to stand before GraphiQL's, which change some of them.
import 'monaco-graphql/esm/monaco-editor.js';
import './playground.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { exampleHeaders, exampleQuery, exampleVariables } from './examples.ts';
import { fetcher } from './fetcher.ts';
import { FollowSystemTheme } from './follow-system-theme.tsx';
import { createMonacoEnvironment } from './monaco-environment.ts';

const root = document.getElementById('playground');
if (!root) throw new Error('The page has no element with the id "playground"');

window.MonacoEnvironment = createMonacoEnvironment(root);

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    initialQuery={exampleQuery}
    initialVariables={exampleVariables}
    defaultHeaders={exampleHeaders}
    // Headers hold the editor's token, which must not outlive the tab: they are never stored, and the history, which
    // GraphiQL stores with its headers, is off. The rest survives a reload of this tab.
    shouldPersistHeaders={false}
    plugins={[]}
    storage={sessionStorage}
    schemaDescription
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <a className="graphiql-logo-link" href="/">
        Saved String
      </a>
    </GraphiQL.Logo>
    <FollowSystemTheme />
  </GraphiQL>,
);

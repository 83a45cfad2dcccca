import type { Environment } from 'monaco-editor';
import { editor } from 'monaco-graphql/esm/monaco-editor.js';

/** Colours with a contrast of at least 4.5:1 on the background of GraphiQL's themes, by what these build upon. */
const READABLE: Readonly<Record<string, { comment: string; number: string; lineNumber: string }>> = {
  vs: { comment: '#007000', number: '#07694a', lineNumber: '#237893' },
  'vs-dark': { comment: '#7cb86a', number: '#b5cea8', lineNumber: '#a0a8b8' },
};

/** Makes GraphiQL's own themes readable when it defines them. */
export const mendThemes = (): void => {
  const { defineTheme } = editor;
  const defineReadable: typeof defineTheme = (name, theme) => {
    const { comment = '', number = '', lineNumber = '' } = READABLE[theme.base] ?? {};
    defineTheme(name, {
      ...theme,
      rules: [...theme.rules, { token: 'comment', foreground: comment }, { token: 'number', foreground: number }],
      colors: {
        ...theme.colors,
        'editorLineNumber.foreground': lineNumber,
        'editorLineNumber.dimmedForeground': lineNumber,
      },
    });
  };
  Object.assign(editor, { defineTheme: defineReadable });
};

/** Finds the worker that Monaco needs for a language, in the data attributes of the page's element. */
export const createMonacoEnvironment = ({ dataset }: HTMLElement): Environment => ({
  getWorker: (_moduleId, label) => {
    const url = dataset[`${label}Worker`] ?? dataset.editorWorker;
    if (!url) throw new Error('The page does not name the editor worker');
    return new Worker(url, { type: 'module', name: label });
  },
});

/**
 * Makes Escape move focus out of a code editor, where Tab indents, to the element around it, so that Tab works again.
 * When Monaco needs Escape itself, such as to close suggestions, it stops the event first.
 */
export const leaveByEscape = (event: KeyboardEvent): void => {
  if (event.key !== 'Escape' || !(event.target instanceof Element)) return;
  event.target.closest('.monaco-editor')?.closest<HTMLElement>('[tabindex="0"]')?.focus();
};

import type { Environment } from 'monaco-editor';
import { editor } from 'monaco-graphql/esm/monaco-editor.js';

/** GraphiQL's own themes, with readable comments and line numbers: each has a contrast of at least 4.5:1. */
const palettes = {
  light: {
    base: 'vs',
    background: '#ffffff',
    primary: '#d60590',
    argument: '#6c69ce',
    comment: '#007000',
    number: '#07694a',
    lineNumber: '#237893',
  },
  dark: {
    base: 'vs-dark',
    background: '#212a3b',
    primary: '#ff5794',
    argument: '#908aff',
    comment: '#7cb86a',
    number: '#b5cea8',
    lineNumber: '#a0a8b8',
  },
} as const;

const define = (theme: keyof typeof palettes): string => {
  const { base, background, primary, argument, comment, number, lineNumber } = palettes[theme];
  const name = `saved-string-${theme}`;
  editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      { token: 'argument.identifier.gql', foreground: argument },
      { token: 'comment', foreground: comment },
      { token: 'number', foreground: number },
    ],
    colors: {
      'editor.background': '#ffffff00',
      'editorLineNumber.foreground': lineNumber,
      'editorLineNumber.dimmedForeground': lineNumber,
      'scrollbar.shadow': '#ffffff00',
      'editorWidget.background': background,
      'editorHoverWidget.background': background,
      'editorSuggestWidget.background': background,
      'editorSuggestWidget.selectedBackground': `${primary}19`,
      'editorSuggestWidget.selectedForeground': primary,
      'menu.background': background,
      'menu.selectionBackground': `${primary}19`,
      'menu.selectionForeground': primary,
      'quickInput.background': background,
      'quickInputList.focusBackground': `${primary}19`,
      'quickInputList.focusForeground': primary,
      'pickerGroup.foreground': primary,
      'list.highlightForeground': primary,
      'list.focusHighlightForeground': primary,
      'list.hoverBackground': `${primary}19`,
      'toolbar.hoverBackground': `${primary}19`,
      'textLink.foreground': primary,
      'textLink.activeForeground': primary,
      'editorLink.activeForeground': primary,
      focusBorder: primary,
    },
  });
  return name;
};

/** Defines the code editors' colours for GraphiQL's light and dark themes. */
export const defineEditorThemes = () => ({ light: define('light'), dark: define('dark') });

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

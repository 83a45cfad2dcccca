import type { Environment } from 'monaco-editor';

/** Finds the worker that Monaco needs for a language, in the data attributes of the page's element. */
export const createMonacoEnvironment = ({ dataset }: HTMLElement): Environment => ({
  getWorker: (_moduleId, label) => {
    const url = dataset[`${label}Worker`] ?? dataset.editorWorker;
    if (!url) throw new Error('The page does not name the editor worker');
    return new Worker(url, { type: 'module', name: label });
  },
});

import type { Environment } from 'monaco-editor';

/** Monaco asks for a worker by its language; where each lies, the page says in the element's data attributes. */
export const createMonacoEnvironment = ({ dataset }: HTMLElement): Environment => ({
  getWorker: (_moduleId, label) => {
    const url = dataset[`${label}Worker`] ?? dataset.editorWorker;
    if (!url) throw new Error('The page does not say where the editor worker is');
    return new Worker(url, { type: 'module', name: label });
  },
});

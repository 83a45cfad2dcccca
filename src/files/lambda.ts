import { createFilesApp, readFilesConfig } from './app.ts';

/** The Lambda function behind the routes of files. */
export const { handler } = createFilesApp(readFilesConfig());

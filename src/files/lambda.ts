import { createFilesApp } from './app.ts';
import { readFilesConfig } from './config.ts';

/** The Lambda function behind the routes of files. */
export const { handler } = createFilesApp(readFilesConfig());

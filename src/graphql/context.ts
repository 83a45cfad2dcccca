import type { Editor } from '../editors/editor.ts';
import type { SavedString } from '../saved-string/saved-string.ts';
import type { LimitText } from './limit-text.ts';

/** The request as a resolver sees it. */
export interface GraphQLContext {
  readonly requestId: string;
  readonly savedString: SavedString;
  readonly limitText: LimitText;
  /** Whether the request carries an Authorization header. */
  readonly hasCredentials: boolean;
  /**
   * Identifies the editor who sends the request. Repeated calls ask the store once.
   *
   * @throws UnauthenticatedError
   */
  readonly authenticate: () => Promise<Editor>;
}

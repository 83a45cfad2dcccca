import type { Editor } from '../editors/editor.ts';
import type { SavedString } from '../saved-string/saved-string.ts';
import type { LimitText } from './limit-text.ts';

/** What a resolver knows of the request that it serves. */
export interface GraphQLContext {
  readonly requestId: string;
  readonly savedString: SavedString;
  readonly limitText: LimitText;
  /**
   * Finds out who asks for a change.
   *
   * @throws UnauthenticatedError
   */
  readonly authenticate: () => Promise<Editor>;
}

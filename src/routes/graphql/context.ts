import type { Editor } from '../../domain/editor.ts';
import type { SavedString } from '../../domain/saved-string.ts';
import type { WeekStats } from '../../domain/week-stats.ts';
import type { LimitText } from './limit-reads.ts';

/** The request as a resolver sees it. */
export interface GraphQLContext {
  readonly requestId: string;
  readonly savedString: SavedString;
  readonly limitText: LimitText;
  /** Whether the request carries an Authorization header. */
  readonly hasCredentials: boolean;
  /**
   * Counts the week with this name; the default is the last one that is over.
   *
   * @throws InvalidInputError
   */
  readonly countWeek: (name: string | null | undefined) => Promise<WeekStats>;
  /**
   * Identifies the editor who sends the request. Repeated calls ask the store once.
   *
   * @throws UnauthenticatedError
   */
  readonly authenticate: () => Promise<Editor>;
}

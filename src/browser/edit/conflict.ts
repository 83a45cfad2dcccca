import type { Revision } from '../../domain/revision.ts';
import { byId, fill } from './dom.ts';
import { drawSides } from './render-text.ts';
import { formatTime } from './times.ts';

interface Choices {
  keepTheirs(): void;
  saveMine(theirs: Revision): void;
}

/** Shows both texts side by side when someone else saved first, and lets the editor choose. */
export const createConflict = ({ keepTheirs, saveMine }: Choices) => {
  const section = byId('conflict');
  let theirs: Revision | undefined;

  const hide = () => {
    section.hidden = true;
  };
  byId('keep-theirs').addEventListener('click', () => {
    hide();
    keepTheirs();
  });
  byId('save-mine').addEventListener('click', () => {
    hide();
    if (theirs) saveMine(theirs);
    byId('save').focus();
  });

  return {
    hide,
    show: (current: Revision, mine: string): void => {
      theirs = current;
      const { savedBy, savedAt, value } = current;
      const when = savedAt === null ? '' : `, ${formatTime(savedAt)}`;
      byId('conflict-about').textContent =
        `${savedBy ?? 'Someone'} saved while you were writing${when}. Nothing of yours is saved yet, and nothing is lost.`;
      const [left, right] = drawSides(value, mine);
      fill(byId('theirs'), value, left);
      fill(byId('yours'), mine, right);
      section.hidden = false;
      section.scrollIntoView();
      byId('conflict-title').focus({ preventScroll: true });
    },
  };
};

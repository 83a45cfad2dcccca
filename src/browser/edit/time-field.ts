import { byId, element, hint } from './dom.ts';
import { formatDay, formatHour, offsetOf, toField, toInstants } from './times.ts';

/** A field for a day and a time by the zone's clocks, which says where these are put forward or back. */
export const createTimeField = (id: string) => {
  const input = byId<HTMLInputElement>(id);
  const twice = element('select', {
    name: `${id}-twice`,
    hidden: true,
    ariaLabel: 'Which of the two',
  });
  input.after(element('p', { id: `${id}-hint`, className: 'quiet', hidden: true }), twice);

  /** Says in a sentence why the field has no instant. */
  const fault = (): string | undefined => {
    if (input.validity.badInput) return 'This time is not complete.';
    if (input.value === '' || toInstants(input.value).length > 0) return undefined;
    return `The clocks are put forward that day, and skip ${input.value.slice(11)}. Choose another time.`;
  };
  const show = () => {
    const instants = input.value === '' ? [] : toInstants(input.value);
    twice.hidden = instants.length < 2;
    const [first = '', second = ''] = instants;
    if (!twice.hidden) {
      const options = [first, second].map((instant, index) => {
        const text = `the ${index === 0 ? 'first' : 'second'} ${formatHour(instant)} (${offsetOf(instant)})`;
        return element('option', { value: instant }, text);
      });
      twice.replaceChildren(...options);
    }
    const sentence = twice.hidden ? '' : `The clocks are put back on ${formatDay(first)}: this time comes twice.`;
    hint(input, `${id}-hint`, sentence);
  };
  input.addEventListener('input', show);
  let original: string | null = null;

  return {
    input,
    fault,
    /** @returns an instant in RFC 3339; null for an empty field, or one with a fault. */
    read: (): string | null => {
      if (input.value === '') return null;
      // A field has no seconds.
      if (original !== null && twice.hidden && input.value === toField(original)) return original;
      return toInstants(input.value)[twice.hidden ? 0 : twice.selectedIndex] ?? null;
    },
    set: (instant: string | null): void => {
      original = instant;
      input.value = instant === null ? '' : toField(instant);
      show();
      twice.selectedIndex = Number(instant !== null && toInstants(input.value)[1] === instant);
    },
  };
};

import { byId } from './dom.ts';
import { toInstant } from './times.ts';

/** When a string begins and ends, in RFC 3339; null for at once, and for no end. */
interface Window {
  readonly from: string | null;
  readonly until: string | null;
}

/** The two fields for begin and end, in the browser's zone. */
export const createSchedule = () => {
  const from = byId<HTMLInputElement>('from');
  const until = byId<HTMLInputElement>('until');
  const problem = byId('times-problem');
  const details = byId<HTMLDetailsElement>('times');

  const complain = (field: HTMLInputElement, sentence: string): void => {
    details.open = true;
    problem.textContent = sentence;
    field.ariaInvalid = 'true';
    field.focus();
  };

  const read = (): Window => ({
    from: from.value === '' ? null : toInstant(from.value),
    until: until.value === '' ? null : toInstant(until.value),
  });

  const findFault = (now: string): [HTMLInputElement, string] | undefined => {
    // A field that is filled in by half has no value.
    for (const field of [from, until]) if (field.validity.badInput) return [field, 'This time is not complete.'];
    const window = read();
    const [begin, end] = [window.from ?? now, window.until ?? '9999'];
    if (begin < now) return [from, 'This time is over. Leave it empty to begin now.'];
    if (end <= begin) return [until, 'It must end after it begins, and in the future.'];
    return undefined;
  };

  return {
    fields: [from, until] as const,
    read,
    isSet: (): boolean => from.value + until.value !== '',
    set: (values: { readonly from: string; readonly until: string } | undefined): void => {
      from.value = values?.from ?? '';
      until.value = values?.until ?? '';
      if (from.value + until.value !== '') details.open = true;
    },
    /** Complains next to the field that is wrong. */
    isFaulty: (): boolean => {
      for (const field of [from, until]) field.ariaInvalid = 'false';
      problem.textContent = '';
      const fault = findFault(new Date().toISOString());
      if (fault) complain(...fault);
      return fault !== undefined;
    },
    /** Shows a refusal that may be about the times. */
    complain: (sentence: string): void => complain(from.value === '' ? until : from, sentence),
  };
};

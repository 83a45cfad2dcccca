const works = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

/** Whether a text is a well-formed language tag (BCP 47), such as `pt-BR`. */
export const isLanguage = (text: string): boolean => works(() => new Intl.Locale(text));

/** Whether a text names a time zone of the IANA's database, such as `Europe/Dublin`. An offset is none: it knows no summer. */
export const isTimeZone = (text: string): boolean =>
  /^[A-Z]/i.test(text) && works(() => new Intl.DateTimeFormat('en', { timeZone: text }));

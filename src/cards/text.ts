const maxLength = 256;

/**
 * Makes text that a tenant or a person supplied safe to show in a TextRun, in `speak` and in plain text: one line, no
 * control, bidirectional or invisible characters, and no mention, tag, link, date function or binding.
 */
export function plain(text: string, limit = maxLength): string {
  const line = text
    .slice(0, limit * 4)
    .toWellFormed()
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
  return disarm(shorten(line, limit)) || '(empty)';
}

/** As {@link plain}, for places that render Markdown: TextBlock and Fact. */
export function markdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]<>~]/g, '\\$&')
    .replace(/^(\d*)([-+#.)])(?=\s|$)/, '$1\\$2');
}

function shorten(line: string, limit: number): string {
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}

/** Keeps the letters readable and breaks what a client would act on. */
function disarm(line: string): string {
  return line
    .replace(/<(?=[a-z/!?])/gi, '‹')
    .replace(/[${](?=\{)/g, '$& ')
    .replace(/\](?=[([])/g, '] ');
}

/** "1 policy", "2 policies": `many` defaults to the singular with an s. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

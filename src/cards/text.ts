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
export function markdown(text: string, limit = maxLength): string {
  return plain(text, limit)
    .replace(/[\\`*_[\]<>~]/g, '\\$&')
    .replace(/^(\d*)([-+#.)])(?=\s|$)/, '$1\\$2');
}

/** At most `limit` UTF-16 units, which is what message sizes are counted in; no character is cut in two. */
export function shorten(line: string, limit: number): string {
  if (line.length <= limit) return line;
  return `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Keeps the letters readable and breaks what a client would act on. */
function disarm(line: string): string {
  return line
    .replace(/<(?=[a-z/!?])/gi, '‹')
    .replace(/[${](?=\{)/g, '$& ')
    .replace(/\](?=[([])/g, '] ');
}

export function capitalized(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** "1 detection", "2 detections" */
export function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/** Lines of a table for people. Names come from outside, so what could steer a terminal is taken out. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll(/\p{C}/gu, ' ')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The options a person most likely meant, best first: at most `most`, none when nothing is near. */
export function nearest(typed: string, options: readonly string[], most = 3): readonly string[] {
  const wanted = typed.toLowerCase();
  return options
    .map((option) => ({ option, distance: distanceTo(wanted, option) }))
    .filter(({ option, distance }) => distance <= Math.max(2, Math.floor(option.length / 3)))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, most)
    .map(({ option }) => option);
}

function distanceTo(typed: string, option: string): number {
  return typed.length > 2 && option.includes(typed) ? 0 : levenshtein(typed.slice(0, 64), option);
}

function levenshtein(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, character] of [...one].entries()) row = nextRow(row, at + 1, character, other);
  return row.at(-1) ?? 0;
}

function nextRow(above: readonly number[], first: number, character: string, other: string): number[] {
  const row = [first];
  for (let at = 1; at <= other.length; at++) {
    const replaced = (above[at - 1] ?? 0) + (other[at - 1] === character ? 0 : 1);
    row.push(Math.min(replaced, (above[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1));
  }
  return row;
}

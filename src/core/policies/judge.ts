import { type GraphDocument, passes, sameValue } from './compare.ts';
import type { Part, PolicyEntry, PolicyValue } from './entry.ts';
import { forms } from './forms.ts';
import { objectsIn, type PolicyObject, propertyAt } from './objects.ts';
import { sizeOf } from './size.ts';

export type Judgement = {
  /** What is shown and compared: of several domains the worst, of several properties the one that does not pass. */
  value: PolicyValue;
  secure: boolean;
  /** Whether there is anything to which the setting applies. */
  applies: boolean;
};

/** Everything that is read, compared and written for an entry, the field itself first. */
export function partsOf(entry: PolicyEntry): readonly Part[] {
  return [entry, ...(entry.also ?? [])];
}

/** Where the setting stands; undefined when the document does not say. */
export function judge(entry: PolicyEntry, document: GraphDocument): Judgement | undefined {
  const objects = objectsIn(entry, document);
  const judged = objects?.map((object) => judgeObject(entry, object));
  if (!judged?.every((one) => one !== undefined)) return undefined;
  const [worst] = judged.toSorted((one, other) => rank(one) - rank(other));
  if (worst) return worst;
  return { value: null, secure: false, applies: false };
}

/** The value alone; undefined when the document does not say. */
export function valueIn(entry: PolicyEntry, document: GraphDocument): PolicyValue | undefined {
  return judge(entry, document)?.value;
}

/** Whether the document is secure; of several objects perhaps only the one with this id. */
export function isReached(entry: PolicyEntry, document: GraphDocument, id?: string): boolean {
  if (id === undefined) return judge(entry, document)?.secure === true;
  const object = objectsIn(entry, document)?.find((one) => one.id === id);
  return object !== undefined && judgeObject(entry, object)?.secure === true;
}

function judgeObject(entry: PolicyEntry, { properties }: PolicyObject): Judgement | undefined {
  const read = judgedParts(entry).map((part) => ({ part, value: partValue(part, properties) }));
  const [first] = read;
  if (!first || first.value === undefined || read.some(({ value }) => value === undefined)) return undefined;
  const applies = appliesTo(entry, properties);
  const failing = read.find(({ part, value }) => !passes(part, value ?? null));
  if (!failing || failing === first) return { value: first.value, secure: !failing, applies };
  return { value: withCompanion(first.value, failing.part, failing.value ?? null), secure: false, applies };
}

/** What is only written along is not judged. */
function judgedParts(entry: PolicyEntry): readonly Part[] {
  return partsOf(entry).filter(({ form }) => form !== 'verbatim');
}

export function partValue({ field, form = 'plain' }: Part, properties: GraphDocument): PolicyValue | undefined {
  return forms[form].read(propertyAt(properties, field));
}

/** A setting of a method that is off changes nothing. */
function appliesTo({ notWhile }: PolicyEntry, properties: GraphDocument): boolean {
  if (!notWhile) return true;
  const value = forms.plain.read(propertyAt(properties, notWhile.field));
  return value === undefined || !sameValue(value, notWhile.value);
}

/** The field passes and something beside it does not: showing the field alone would look secure. */
function withCompanion(value: PolicyValue, { field }: Part, found: PolicyValue): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  const shown = Array.isArray(found) ? found.join(', ') : String(found);
  return `${String(value)} (${name}: ${shown || 'empty'})`;
}

/** What is not secure comes first, and of that the least. */
function rank({ secure, value }: Judgement): number {
  return secure ? Number.MAX_VALUE : (sizeOf(value) ?? -1);
}

import { refuse } from '../errors.ts';
import { isGuid } from '../guid.ts';

/** Refusals in the words of the retired service, which scripts compare. */

export function refuseUnknownResource(id: string): never {
  refuse(
    'unknown_policy',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function refuseMissingValue(property: string): never {
  refuse('invalid_request', `A value is required for property '${property}' of resource 'Policy'.`);
}

export function refuseInvalidValue(property: string): never {
  refuse('invalid_request', `Invalid value specified for property '${property}' of resource 'Policy'.`);
}

/** `why` says in words what is wrong. */
export function refuseDefinition(why: string): never {
  refuse('invalid_request', 'Property definition has an invalid value.', {
    values: [{ item: 'definition', value: why }],
  });
}

/** A second policy of one type on one object, or a second default of a tenant. */
export function refuseSecond(): never {
  refuse(
    'precondition_failed',
    'Request contains property changes that would result in property-uniqueness violation(s). Please retry your request with corrected values.',
    { graphCode: 'Request_MultipleObjectsWithSameKeyValue' },
  );
}

export function refuseAssignedAlready(): never {
  refuse(
    'precondition_failed',
    "One or more added object references already exist for the following modified properties: 'policies'.",
  );
}

/** The object id as Microsoft Graph writes it. */
export function requireObjectId(text: string): string {
  if (isGuid(text)) return text.toLowerCase();
  return refuse('invalid_request', `Invalid object identifier '${printable(text)}'.`);
}

/** What a caller sent, fit to be repeated in a sentence. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}

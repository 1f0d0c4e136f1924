/**
 * Stands in for the schema module that adaptivecards-templating's declarations import. The package's own
 * copy is TypeScript source that does not compile under this project's settings (see tsconfig `paths`).
 */
export type IAdaptiveCard = Record<string, unknown>;

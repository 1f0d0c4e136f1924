/** One change of a setting's document, as the tenant's own audit log tells it. Names in it are the tenant's text. */
export type Change = {
  /** Milliseconds since 1970. */
  at: number;
  /** The log's name for what was done. */
  activity: string;
  /** Sign-in name of the person, or name of the app; undefined when the log names neither. */
  by: string | undefined;
};

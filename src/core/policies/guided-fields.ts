/** One thing that only the tenant can tell, asked on a form or given over REST. */
export type GuidedField = {
  id: 'reviewers' | 'words' | 'days';
  label: string;
  /** One sentence: what is expected. */
  hint: string;
  /** `people`: sign-in names or object ids; `lines`: one text a line; `number`: a whole number. */
  type: 'people' | 'lines' | 'number';
  /** How many at least and at most; of a number its range. */
  min: number;
  max: number;
  /** Of the whole text that a form takes. */
  maxLength: number;
  initial?: string;
};

/** The checked answers. A setting without fields of its own has none beside the day. */
export type GuidedInput = {
  /** The day on which it was asked for, as Graph writes times: a restriction starts then. */
  today: string;
  /** Object ids, lower case. */
  reviewers?: readonly string[];
  words?: readonly string[];
  /** As an ISO 8601 duration. */
  days?: string;
};

export const reviewersField: GuidedField = {
  id: 'reviewers',
  label: 'Who reviews the requests',
  hint: 'Sign-in names or object ids, one a line. Who reviews now stays.',
  type: 'people',
  min: 1,
  max: 50,
  maxLength: 4_000,
};

export const wordsField: GuidedField = {
  id: 'words',
  label: 'Words that no password may contain',
  hint: 'One a line, 4 to 16 characters each: names of the company, its products and places. Words listed now stay.',
  type: 'lines',
  min: 1,
  max: 1_000,
  maxLength: 17_000,
};

export const daysField: GuidedField = {
  id: 'days',
  label: 'Longest lifetime in days',
  hint: 'A whole number from 1 to 180.',
  type: 'number',
  min: 1,
  max: 180,
  maxLength: 3,
  initial: '180',
};

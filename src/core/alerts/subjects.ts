const alertStart = 'alert/';
const digestStart = 'alertDigest/';

/** What a shown card of an alert is about, whatever connection and user it belongs to. */
export function alertSubject(id: string): string {
  return `${alertStart}${id}`;
}

export function alertIdIn(subject: string): string | undefined {
  return subject.startsWith(alertStart) ? subject.slice(alertStart.length) : undefined;
}

export function alertDigestSubject(id: string): string {
  return `${digestStart}${id}`;
}

export function alertDigestIdIn(subject: string): string | undefined {
  return subject.startsWith(digestStart) ? subject.slice(digestStart.length) : undefined;
}

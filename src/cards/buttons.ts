/** A button whose words come from elsewhere. `data` holds ids only. */
export type Button = { title: string; verb: string; data?: Readonly<Record<string, string>> };

export type Link = { title: string; url: string };

const maxActions = 6;

/** The first two are shown, the others wait behind "…"; a card takes no more than six. */
export function actionsFrom(buttons: readonly Button[], links: readonly Link[] = []) {
  const executes = buttons.map(({ title, verb, data = {} }) => ({
    type: 'Action.Execute',
    title,
    verb,
    data: { ...data },
  }));
  const opens = links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url }));
  return [...executes, ...opens]
    .slice(0, maxActions)
    .map((action, index) => (index < 2 ? action : { ...action, mode: 'secondary' }));
}

/** `{person, conversation, theme}` from the page's address; unknown values are left out. */
export function readAddress(world) {
  const query = new URLSearchParams(window.location.search);
  const theme = query.get('theme');
  return {
    person: known(world.people, query.get('as')) ?? known(world.people, 'hardener') ?? world.people[0].alias,
    conversation: known(world.conversations, query.get('conversation')),
    theme: theme === 'dark' || theme === 'light' ? theme : undefined,
  };
}

export function addressOf({ person, conversation, theme }) {
  const query = new URLSearchParams({ as: person });
  if (conversation) query.set('conversation', conversation);
  if (theme) query.set('theme', theme);
  return `/?${query}`;
}

function known(entries, alias) {
  return entries.find((entry) => entry.alias === alias)?.alias;
}

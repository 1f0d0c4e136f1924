import { commands } from '../src/bot/commands.ts';

const scopes = { personal: ['personal'], team: ['team', 'groupChat'] } as const;

/** What Teams offers while somebody writes to the bot: the rows of the bot's own command table. */
export function commandLists() {
  return (['personal', 'team'] as const).map((list) => ({
    scopes: scopes[list],
    triggers: ['mention'],
    commands: commands
      .filter(({ lists }) => lists.includes(list))
      .map(({ words: [title], usage, help }) => ({ title, description: usage === title ? help : `${help}: ${usage}` })),
  }));
}

/** The app's manifest with these lists. */
export function withCommandLists(text: string): string {
  const manifest = JSON.parse(text);
  manifest.bots[0].commandLists = commandLists();
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

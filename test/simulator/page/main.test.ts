import { expect, it } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { botHeaders, call, conversationId, openBot, openWorld } from '../world-client.ts';
import { button, message, useChatPage } from './chat-page.ts';
import { cardMessage, confirmCard, invokeCard, postureCard, resultCard } from './sample-cards.ts';

describeInBrowser('the chat page in the simulated world', () => {
  const { open } = useChatPage();

  async function openWorldWithBot(answer?: (activity: { type: string }) => unknown) {
    const world = await openWorld();
    const bot = await openBot(answer);
    await world.control('POST', 'bots', { url: bot.url });
    const headers = await botHeaders(world);
    const activities = `${world.url}/v3/conversations/${encodeURIComponent(conversationId(world, 'soc'))}/activities`;
    const send = async (activity: unknown) => (await call(activities, 'POST', activity, headers)).body.id as string;
    const edit = (id: string, activity: unknown) => call(`${activities}/${id}`, 'PUT', activity, headers);
    return { world, bot, send, edit };
  }

  it('shows a card that a bot sent, takes a press to the bot and follows its edit', async () => {
    const answer = ({ type }: { type: string }) => (type === 'invoke' ? invokeCard(confirmCard()).body : '');
    const { world, bot, send, edit } = await openWorldWithBot(answer);
    const page = await open('as=hardener&conversation=soc', { origin: world.url });
    const activityId = await send(cardMessage(postureCard()));
    await button(page, 'Harden').first().click();
    await message(page, activityId).getByText('Set Security Defaults enabled to On?').waitFor();
    const invoke = bot.heard.find(({ activity }) => activity.type === 'invoke')?.activity;
    expect(invoke).toMatchObject({ name: 'adaptiveCard/action', replyToId: activityId });
    expect(invoke.value.action).toMatchObject({
      verb: 'harden.preview',
      data: { v: 1, policyKey: 'security_defaults' },
    });
    await edit(activityId, cardMessage(resultCard()));
    await message(page, activityId).getByText('Hardened and checked').waitFor();
  });

  it('lets a bot hear in a channel only what mentions it', async () => {
    const { world, bot } = await openWorldWithBot();
    const page = await open('as=viewer&conversation=soc', { origin: world.url });
    await button(page, '@Bulwark').click();
    for (const text of ['lunch?', 'posture']) {
      await page.getByLabel('Type a message').fill(text);
      await page.keyboard.press('Enter');
      await page.locator('.is-mine').getByText(text).waitFor();
      await button(page, '@Bulwark').click();
    }
    const heardTexts = () => bot.heard.map(({ activity }) => activity.text).filter(Boolean);
    await expect.poll(heardTexts).toEqual([expect.stringMatching(/<at>Bulwark<\/at>\s*posture/)]);
  });

  it('says so when no bot is there', async () => {
    const world = await openWorld();
    const page = await open('as=viewer&conversation=personal', { origin: world.url });
    await page.getByLabel('Type a message').fill('posture');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Unable to reach the app. Please try again.').waitFor();
  });

  it('raises a risk that Microsoft Graph then reports', async () => {
    const world = await openWorld();
    const page = await open('as=admin&conversation=personal', { origin: world.url });
    await button(page, 'World').click();
    await page.getByRole('menuitem', { name: 'Raise a risky user' }).click();
    await page.getByText('Microsoft reported a new risky user: Nestor Wilke.').waitFor();
    const { body } = await world.graph('GET', '/identityProtection/riskyUsers');
    const raised = { userPrincipalName: 'nestorw@contoso.com', riskLevel: 'high', riskState: 'atRisk' };
    expect(body.value).toContainEqual(expect.objectContaining(raised));
  });

  it('raises a password spray and an alert that names nobody', async () => {
    const world = await openWorld();
    const page = await open('as=admin&conversation=personal', { origin: world.url });
    await button(page, 'World').click();
    await page.getByRole('menuitem', { name: 'Raise a password spray' }).click();
    await page.getByText('Microsoft reported 10 new risky users.').waitFor();
    await button(page, 'World').click();
    await page.getByRole('menuitem', { name: 'Raise a security alert' }).click();
    await page.getByText('Microsoft reported a new security alert.').waitFor();
    const users = await world.graph('GET', "/identityProtection/riskyUsers?$filter=riskLevel eq 'medium'");
    expect(users.body.value.length).toBeGreaterThanOrEqual(10);
    const alerts = await world.graph('GET', '/security/alerts_v2');
    const raised = { title: 'Ransomware activity on FIN-LAPTOP-07', severity: 'high', evidence: [] };
    expect(alerts.body.value).toContainEqual(expect.objectContaining(raised));
  });
});

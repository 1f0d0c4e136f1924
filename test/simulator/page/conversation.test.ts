import { expect, it } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { button, message, sizes, useChatPage } from './chat-page.ts';
import { cardMessage, confirmCard } from './sample-cards.ts';

describeInBrowser('a conversation on the chat page', () => {
  const { open, standIn } = useChatPage();
  const say = (text: string) => ({ activity: { type: 'message', text } });

  it('sends what is typed and shows it as one’s own', async () => {
    const page = await open('as=viewer&conversation=personal');
    await page.getByLabel('Type a message').fill('posture');
    await page.keyboard.press('Enter');
    await page.locator('.is-mine').getByText('posture').waitFor();
    expect(standIn().chats).toEqual([{ as: 'viewer', conversation: 'personal', text: 'posture' }]);
  });

  it('mentions the bot in a channel unless it is told not to', async () => {
    const page = await open('as=viewer&conversation=soc');
    await page.getByLabel('Type a message').fill('posture');
    await button(page, 'Send').click();
    await button(page, '@Bulwark').click();
    await page.getByText('Bulwark will not receive this message').waitFor();
    await page.getByLabel('Type a message').fill('lunch?');
    await button(page, 'Send').click();
    await expect.poll(() => standIn().chats).toHaveLength(2);
    expect(standIn().chats.map(({ text, mention }) => ({ text, mention }))).toEqual([
      { text: 'posture', mention: undefined },
      { text: 'lunch?', mention: false },
    ]);
  });

  it('says when the app did not take a message', async () => {
    standIn().script.answer = () => ({ status: 503, body: {} });
    const page = await open('as=viewer&conversation=personal');
    await page.getByLabel('Type a message').fill('posture');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Unable to reach the app. Please try again. (HTTP 503)').waitFor();
  });

  it('shows the bot typing until it has spoken', async () => {
    const page = await open('as=viewer&conversation=personal');
    standIn().announce('typing', { conversation: 'personal' });
    await page.getByText('Bulwark is typing…').waitFor();
    standIn().botSays('personal', say('Here it is.'));
    await page.getByText('Here it is.').waitFor();
    expect(await page.getByText('Bulwark is typing…').count()).toBe(0);
  });

  it('keeps a half-filled form when other messages arrive', async () => {
    standIn().botSays('soc', { activity: cardMessage(confirmCard()) });
    const page = await open('as=hardener&conversation=soc');
    await page.getByLabel('Why are you doing this?').fill('half a rea');
    standIn().botSays('soc', say('Something else.'));
    await page.getByText('Something else.').waitFor();
    await page.keyboard.type('son');
    expect(await page.getByLabel('Why are you doing this?').inputValue()).toBe('half a reason');
  });

  it('puts replies under the post they answer, in a channel', async () => {
    const first = standIn().botSays('soc', say('first post'));
    standIn().botSays('soc', say('second post'));
    standIn().botSays('soc', { ...say('late reply'), replyToId: first });
    const page = await open('as=hardener&conversation=soc');
    expect(await page.locator('.bubble').allInnerTexts()).toEqual(['first post', 'late reply', 'second post']);
    expect(await page.locator('.is-reply').innerText()).toContain('late reply');
  });

  it('says that a message is gone', async () => {
    const activityId = standIn().botSays('personal', { ...say('secret'), deleted: true });
    const page = await open('as=hardener&conversation=personal');
    await message(page, activityId).getByText('This message has been deleted.').waitFor();
    expect(await page.getByText('secret').count()).toBe(0);
  });

  it('sends a suggested answer', async () => {
    const actions = ['posture', 'risky', 'help', 'fourth'].map((value) => ({ type: 'imBack', title: value, value }));
    standIn().botSays('personal', {
      activity: { type: 'message', text: 'Did you mean?', suggestedActions: { actions } },
    });
    const page = await open('as=hardener&conversation=personal');
    expect(await page.getByRole('group', { name: 'Suggested answers' }).getByRole('button').count()).toBe(3);
    await button(page, 'risky').click();
    await page.locator('.is-mine').getByText('risky').waitFor();
  });

  it('marks another conversation that has news', async () => {
    const page = await open('as=hardener&conversation=personal');
    standIn().botSays('soc', say('New high-risk user'));
    await button(page, 'SOC , new messages').click();
    await page.getByText('New high-risk user').waitFor();
    expect(await page.getByText('new messages').count()).toBe(0);
  });

  it('marks the way back while another conversation has news, where only one is seen', async () => {
    const page = await open('as=hardener&conversation=personal', { viewport: sizes.phone });
    standIn().botSays('soc', say('New high-risk user'));
    await button(page, 'Back to conversations, new messages').click();
    expect(await page.title()).toBe('● Bulwark · Isaiah Langer');
    await button(page, 'SOC , new messages').click();
    await button(page, 'Back to conversations').waitFor();
    expect(await page.title()).not.toContain('●');
  });

  it('is found again by its address', async () => {
    const page = await open('as=hardener&conversation=personal&theme=dark');
    await button(page, 'random').click();
    await page.getByRole('heading', { name: 'random' }).waitFor();
    expect(new URL(page.url()).search).toBe('?as=hardener&conversation=random&theme=dark');
    await page.goBack();
    await page.getByRole('heading', { name: 'Bulwark' }).waitFor();
    await page.getByRole('button', { name: 'Switch person' }).click();
    await page.getByRole('menuitemradio', { name: 'Megan Bowen' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?as=admin&conversation=personal&theme=dark');
  });

  it('resets the tenant and raises a risk from the world menu', async () => {
    const page = await open('as=admin&conversation=personal');
    await button(page, 'World').click();
    await page.getByRole('menuitem', { name: 'Reset the tenant' }).click();
    await page.getByText('The simulated tenant is back to its first state.').waitFor();
    await button(page, 'World').click();
    await page.getByRole('menuitem', { name: 'Raise a risky user' }).click();
    await page.getByText('Microsoft reported a new risky user: Nestor Wilke.').waitFor();
    expect(standIn().controls.map(({ path, body }) => [path, body])).toMatchObject([
      ['/_simulator/reset', undefined],
      ['/_simulator/signals', { kind: 'riskyUser', userPrincipalName: 'nestorw@contoso.com', riskLevel: 'high' }],
      ['/_simulator/signals', { kind: 'riskDetection', riskEventType: 'leakedCredentials' }],
    ]);
  });
});

import { expect, it } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { backgroundOf, button, message, useChatPage } from './chat-page.ts';
import { actions, card, cardMessage, confirmCard, execute, postureCard, text } from './sample-cards.ts';

describeInBrowser('a card on the chat page', () => {
  const { open, standIn } = useChatPage();

  it('shows its rows, its buttons and its fallbacks', async () => {
    const activityId = standIn().botSays('personal', { activity: cardMessage(postureCard()) });
    const page = await open('as=hardener&conversation=personal');
    const shown = message(page, activityId);
    expect(await shown.getByRole('heading', { name: 'Policy posture' }).count()).toBe(1);
    expect(await shown.getByText('■■■■■□□□□□ 50%').count()).toBe(1);
    expect(await button(page, 'Harden').count()).toBe(3);
    expect(await shown.locator('strong').innerText()).toBe('Conditional Access:');
  });

  it('is as wide as the conversation only when it asks for it', async () => {
    const full = standIn().botSays('personal', { activity: cardMessage(card([text('wide')])) });
    const usual = standIn().botSays('personal', { activity: cardMessage(card([text('usual')], 'Usual.', {})) });
    const page = await open('as=hardener&conversation=personal');
    const widthOf = async (id: string) => (await message(page, id).locator('.card').boundingBox())?.width ?? 0;
    expect(await widthOf(usual)).toBe(560);
    expect(await widthOf(full)).toBeGreaterThan(700);
  });

  it.each(['1.6', undefined])('shows its fallback text when its version is %s', async (version) => {
    const unfit = { ...card([text('never shown')], 'The same facts in a sentence.'), version };
    standIn().botSays('personal', { activity: cardMessage(unfit) });
    const page = await open('as=hardener&conversation=personal');
    await page.getByText('The same facts in a sentence.').waitFor();
    expect(await page.getByText('never shown').count()).toBe(0);
  });

  it('blocks a press until the required inputs are there, and sends them with the data', async () => {
    const activityId = standIn().botSays('personal', { activity: cardMessage(confirmCard()) });
    const page = await open('as=hardener&conversation=personal');
    await button(page, 'Harden now').click();
    await page.getByText('Give a reason of at least 5 characters.').waitFor();
    await page.getByText('Tick the box to go on.').waitFor();
    expect(standIn().chats).toEqual([]);

    await page.getByLabel('Why are you doing this?').fill('Agreed with the owner');
    await page.getByRole('checkbox').check();
    await button(page, 'Harden now').click();
    await expect.poll(() => standIn().chats).toHaveLength(1);
    const data = { v: 1, op: 'op_01JD4', reason: 'Agreed with the owner', checked: 'true' };
    const press = { activityId, verb: 'harden.execute', data };
    expect(standIn().chats).toEqual([{ as: 'hardener', conversation: 'personal', press }]);
  });

  it('leaves the inputs alone for an action that needs none', async () => {
    standIn().botSays('personal', { activity: cardMessage(confirmCard()) });
    const page = await open('as=hardener&conversation=personal');
    await button(page, 'Cancel').click();
    await expect.poll(() => standIn().chats[0]?.press?.data).toEqual({ v: 1, op: 'op_01JD4' });
  });

  it('offers its secondary actions in a menu', async () => {
    standIn().botSays('personal', { activity: cardMessage(postureCard()) });
    const page = await open('as=hardener&conversation=personal');
    expect(await page.getByText('Audit').count()).toBe(0);
    await button(page, 'More options').click();
    await page.getByRole('menuitem', { name: 'Audit' }).click();
    await expect.poll(() => standIn().chats[0]?.press?.verb).toBe('audit.list');
    expect(await page.getByRole('menu').count()).toBe(0);
  });

  it('opens a link action in a new tab, and no link of another kind', async () => {
    const urls = [`${standIn().url}/page/icon.svg`, 'javascript:window.pressed=1'];
    const links = urls.map((url, index) => ({ type: 'Action.OpenUrl', title: `Open ${index}`, url }));
    standIn().botSays('personal', { activity: cardMessage(card([actions(links)])) });
    const page = await open('as=hardener&conversation=personal');
    await page.getByRole('link', { name: 'Open 1' }).click();
    const link = page.getByRole('link', { name: 'Open 0' });
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForURL(`${standIn().url}/page/icon.svg`);
    expect(await opened.evaluate('window.opener')).toBe(null);
    expect(page.context().pages()).toHaveLength(2);
    expect(await page.evaluate('window.pressed')).toBe(undefined);
  });

  it('marks a destructive and a positive action', async () => {
    const list = [
      execute('Contain…', 'contain.preview', {}, { style: 'destructive' }),
      execute('Show posture', 'posture.show', {}, { style: 'positive' }),
    ];
    standIn().botSays('personal', { activity: cardMessage(card([actions(list)])) });
    const page = await open('as=hardener&conversation=personal&theme=light');
    expect(await backgroundOf(button(page, 'Contain…'))).toBe('rgb(184, 35, 60)');
    expect(await backgroundOf(button(page, 'Show posture'))).toBe('rgb(91, 95, 199)');
  });
});

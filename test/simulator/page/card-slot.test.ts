import { expect, it } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { button, message, useChatPage } from './chat-page.ts';
import { cardMessage, confirmCard, invokeCard, invokeError, postureCard, resultCard } from './sample-cards.ts';
import type { Answer } from './stand-in.ts';

describeInBrowser('a press on a card', () => {
  const { open, standIn } = useChatPage();

  async function openPosture(as = 'hardener', conversation = 'soc') {
    const activityId = standIn().botSays(conversation, { activity: cardMessage(postureCard()) });
    return { activityId, page: await open(`as=${as}&conversation=${conversation}`) };
  }

  it('replaces the card in place for the presser only', async () => {
    const { activityId, page } = await openPosture();
    const other = await open('as=responder&conversation=soc');
    standIn().script.answer = () => invokeCard(confirmCard());
    await button(page, 'Harden').first().click();
    await message(page, activityId).getByText('Set Security Defaults enabled to On?').waitFor();
    expect(await message(page, activityId).getByText('Policy posture').count()).toBe(0);
    expect(await message(other, activityId).getByText('Policy posture').count()).toBe(1);
  });

  it('shows the presser’s view to the presser alone when the person changes', async () => {
    const { page } = await openPosture();
    standIn().script.answer = () => invokeCard(confirmCard());
    await button(page, 'Harden').first().click();
    await button(page, 'Harden now').waitFor();
    for (const [name, title] of [
      ['Lee Gu', 'Policy posture'],
      ['Isaiah Langer', 'Set Security Defaults enabled to On?'],
    ] as const) {
      await page.getByRole('button', { name: 'Switch person' }).click();
      await page.getByRole('menuitemradio', { name }).click();
      await page.getByRole('heading', { name: title }).waitFor();
    }
  });

  it('keeps the message’s activity id in the next press', async () => {
    const { activityId, page } = await openPosture();
    standIn().script.answer = () => invokeCard(confirmCard());
    await button(page, 'Harden').first().click();
    await button(page, 'Cancel').click();
    await expect.poll(() => standIn().chats).toHaveLength(2);
    const press = { activityId, verb: 'op.cancel', data: { v: 1, op: 'op_01JD4' } };
    expect(standIn().chats[1]).toEqual({ as: 'hardener', conversation: 'soc', press });
  });

  it('gives way to an edit, which everybody sees', async () => {
    const { activityId, page } = await openPosture();
    const other = await open('as=responder&conversation=soc');
    standIn().script.answer = () => invokeCard(confirmCard());
    await button(page, 'Harden').first().click();
    await button(page, 'Harden now').waitFor();
    standIn().edit(activityId, cardMessage(resultCard()));
    for (const each of [page, other]) {
      await message(each, activityId).getByText('Hardened and checked').waitFor();
      expect(await message(each, activityId).getByText('Edited').count()).toBe(1);
    }
  });

  it('shows a refusal under the card and leaves the card as it was', async () => {
    const { activityId, page } = await openPosture('viewer');
    standIn().script.answer = () => invokeError('You are not on the hardener list. Ask a Bulwark admin.');
    await button(page, 'Harden').first().click();
    const refusal = message(page, activityId).getByText('You are not on the hardener list. Ask a Bulwark admin.');
    await refusal.waitFor();
    expect(await refusal.getAttribute('class')).toContain('is-error');
    expect(await message(page, activityId).getByText('Policy posture').count()).toBe(1);
  });

  it('shows a message as a notice', async () => {
    const { page } = await openPosture();
    const type = 'application/vnd.microsoft.activity.message';
    standIn().script.answer = () => ({
      status: 200,
      body: { statusCode: 200, type, value: 'Already running (op_1).' },
    });
    await button(page, 'Refresh').click();
    await page.getByText('Already running (op_1).').waitFor();
  });

  it.each([
    [500, { error: 'boom' }],
    [502, invokeCard(confirmCard()).body],
  ])('says that the app cannot be reached on HTTP %i', async (status, body) => {
    const { page } = await openPosture();
    standIn().script.answer = () => ({ status, body });
    await button(page, 'Refresh').click();
    await page.getByText(`Unable to reach the app. Please try again. (HTTP ${status})`).waitFor();
    expect(await page.getByText('Policy posture').count()).toBe(1);
  });

  it('says so when nothing answers at all', async () => {
    const { page } = await openPosture();
    await page.route('**/_simulator/chat', (route) => route.fulfill({ status: 200, body: 'no JSON' }));
    await button(page, 'Refresh').click();
    await page.getByText('Unable to reach the app. Please try again. (no answer)').waitFor();
  });

  it('cannot be repeated while it is under way', async () => {
    const { page } = await openPosture();
    const answered = Promise.withResolvers<Answer>();
    standIn().script.answer = () => answered.promise;
    await button(page, 'Refresh').click();
    await page.getByText('Working…').waitFor();
    await page.getByText('Refresh').click({ force: true });
    answered.resolve(invokeCard(resultCard()));
    await page.getByText('Hardened and checked').waitFor();
    expect(standIn().chats).toHaveLength(1);
    expect(await page.getByText('Working…').count()).toBe(0);
  });
});

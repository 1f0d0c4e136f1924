import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { message, useChatPage } from './chat-page.ts';
import { card, cardMessage, invokeError, postureCard, text } from './sample-cards.ts';

const hostile = [
  '<script>window.hacked=1</script>',
  '<img src=x onerror="window.hacked=1">',
  '[click](javascript:window.hacked=1)',
  '[click](&#106;avascript:window.hacked=1)',
  '![picture](https://example.com/x.png)',
  '<a href="javascript:window.hacked=1">click</a>',
  '<at>Everyone</at>',
  '# heading',
].join('\n\n');

const inertOnly = 'script, img:not(.avatar), a:not([href^="https://example.com/"]), h1, at, .mention';

describeInBrowser('hostile text on the chat page', () => {
  const { open, standIn } = useChatPage();

  async function expectInert(page: Page, activityId: string) {
    const shown = message(page, activityId);
    expect(await shown.locator(inertOnly).count()).toBe(0);
    expect(await shown.innerText()).toContain('<script>');
    expect(await page.evaluate('window.hacked')).toBe(undefined);
  }

  it('is only text in a bot’s message', async () => {
    const activityId = standIn().botSays('personal', { activity: { type: 'message', text: hostile } });
    await expectInert(await open('as=viewer&conversation=personal'), activityId);
  });

  it('is only text in a card’s blocks, facts and runs', async () => {
    const facts = { type: 'FactSet', facts: [{ title: hostile, value: hostile }] };
    const runs = { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: hostile }] };
    const activityId = standIn().botSays('personal', {
      activity: cardMessage(card([text(hostile), facts, runs], hostile)),
    });
    await expectInert(await open('as=viewer&conversation=personal'), activityId);
  });

  it('is only text in names and in what people write', async () => {
    const from = { name: hostile, alias: 'guest', bot: false };
    const activityId = standIn().botSays('personal', { from, activity: { type: 'message', text: hostile } });
    await expectInert(await open('as=viewer&conversation=personal'), activityId);
  });

  it('is only text in an error under a card', async () => {
    const activityId = standIn().botSays('personal', { activity: cardMessage(postureCard()) });
    standIn().script.answer = () => invokeError(hostile);
    const page = await open('as=viewer&conversation=personal');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await message(page, activityId).locator('.is-error').waitFor();
    await expectInert(page, activityId);
  });

  it('shows Teams’ Markdown, with links that open apart', async () => {
    const written = '**bold** and *italic*, [site](https://example.com)\n\n- one\n- two';
    const activityId = standIn().botSays('personal', { activity: { type: 'message', text: written } });
    const page = await open('as=viewer&conversation=personal');
    const shown = message(page, activityId);
    expect(await shown.locator('strong').innerText()).toBe('bold');
    expect(await shown.locator('em').innerText()).toBe('italic');
    expect(await shown.locator('li').allInnerTexts()).toEqual(['one', 'two']);
    const link = shown.getByRole('link', { name: 'site' });
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toContain('noopener');
  });

  it('shows as a mention only what is declared as one', async () => {
    const entities = [{ type: 'mention', text: '<at>Megan Bowen</at>' }];
    const written = '<at>Megan Bowen</at> and <at>Everyone</at>';
    const activityId = standIn().botSays('soc', { activity: { type: 'message', text: written, entities } });
    const page = await open('as=viewer&conversation=soc');
    expect(await message(page, activityId).locator('.mention').allInnerTexts()).toEqual(['Megan Bowen']);
    expect(await message(page, activityId).locator('.bubble').innerText()).toBe('Megan Bowen and <at>Everyone</at>');
  });
});

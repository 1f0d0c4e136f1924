import { expect, it } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { backgroundOf, button, message, pageScroll, sidewaysScroll, sizes, useChatPage } from './chat-page.ts';
import {
  actions,
  alertCard,
  cardMessage,
  confirmCard,
  errorCard,
  execute,
  helpCard,
  invokeCard,
  postureCard,
  resultCard,
  text,
} from './sample-cards.ts';

const samples = [helpCard(), postureCard(), confirmCard(), resultCard(), alertCard(), errorCard()];
const white = 'rgb(255, 255, 255)';

describeInBrowser('the chat page’s layout', () => {
  const { open, standIn } = useChatPage();

  it.each(['light', 'dark'])('fits 340 pixels without scrolling sideways, %s', async (theme) => {
    for (const sample of samples) standIn().botSays('soc', { activity: cardMessage(sample) });
    standIn().botSays('soc', { activity: { type: 'message', text: 'x'.repeat(300) } });
    standIn().botSays('soc', { activity: cardMessage({ ...helpCard(), body: [text('y'.repeat(300))] }) });
    const page = await open(`as=hardener&conversation=soc&theme=${theme}`, { viewport: sizes.phone });
    expect(await sidewaysScroll(page)).toBe(0);
    await button(page, 'Back to conversations').click();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  it('scrolls the messages of a channel and not the page', async () => {
    const first = standIn().botSays('soc', { activity: cardMessage(postureCard()) });
    for (let reply = 0; reply < 5; reply++) {
      standIn().botSays('soc', { activity: cardMessage(postureCard()), replyToId: first });
    }
    const page = await open('as=hardener&conversation=soc', { viewport: sizes.phone });
    expect(await pageScroll(page)).toBe(0);
  });

  it('shows whole buttons on a phone, in as many rows as they need', async () => {
    const titles = ['Approve', 'Deny', 'Take back', 'Show the user', 'Show posture'];
    const buttons = actions(titles.map((title) => execute(title, 'posture.show')));
    standIn().botSays('soc', { activity: cardMessage({ ...helpCard(), body: [buttons] }) });
    const page = await open('as=hardener&conversation=soc', { viewport: sizes.phone });
    for (const title of titles) {
      const label = button(page, title).locator('div');
      const cut = await label.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect([title, cut]).toEqual([title, 0]);
    }
  });

  it('takes turns between list and conversation on a narrow page', async () => {
    const page = await open('as=hardener', { viewport: sizes.phone });
    expect(await page.getByLabel('Type a message').isVisible()).toBe(false);
    await button(page, 'SOC').click();
    await page.getByLabel('Type a message').waitFor();
    expect(await page.getByRole('navigation', { name: 'Conversations' }).isVisible()).toBe(false);
    await button(page, 'Back to conversations').click();
    await button(page, 'random').waitFor();
  });

  it('draws cards dark when the address, the system or the button says so', async () => {
    const activityId = standIn().botSays('personal', { activity: cardMessage(postureCard()) });
    const dark = 'rgb(45, 44, 44)';
    const byAddress = await open('as=viewer&conversation=personal&theme=dark');
    expect(await backgroundOf(message(byAddress, activityId).locator('.ac-adaptiveCard'))).toBe(dark);
    const bySystem = await open('as=viewer&conversation=personal', { colorScheme: 'dark' });
    const shown = message(bySystem, activityId).locator('.ac-adaptiveCard');
    expect(await backgroundOf(shown)).toBe(dark);
    await button(bySystem, 'Use the light theme').click();
    expect(await backgroundOf(shown)).toBe(white);
    expect(new URL(bySystem.url()).searchParams.get('theme')).toBe('light');
  });

  it('is worked with the keyboard alone', async () => {
    const activityId = standIn().botSays('personal', { activity: cardMessage(postureCard()) });
    standIn().script.answer = () => invokeCard(confirmCard());
    const page = await open('as=hardener&conversation=personal');
    await button(page, 'More options').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator(':focus').innerText()).toBe('Audit');
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('More options');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await button(page, 'Harden now').waitFor();
    expect(await message(page, activityId).locator('.card:focus').count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Agreed with the owner');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => standIn().chats.at(-1)?.press?.data).toMatchObject({ checked: 'true' });
  });

  it('names every control', async () => {
    for (const sample of samples) standIn().botSays('soc', { activity: cardMessage(sample) });
    const page = await open('as=hardener&conversation=soc');
    const nameless = await page.evaluate<string[]>(`[...document.querySelectorAll('button, input, textarea, select, a')]
      .filter((node) => !node.ariaLabel && !node.textContent.trim() && !node.labels?.length && !node.getAttribute('aria-labelledby'))
      .map((node) => node.outerHTML)`);
    expect(nameless).toEqual([]);
  });
});

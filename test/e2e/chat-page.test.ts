import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousViolations } from '../axe.ts';
import { describeInBrowser, launchBrowser } from '../browser.ts';
import { sidewaysScroll, sizes } from '../simulator/page/chat-page.ts';
import { useWorld } from './world.ts';

describeInBrowser('the chat page', () => {
  const world = useWorld({ env: { WATCH_INTERVAL_S: '1' } });
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function openChat(as: string, conversation = 'personal'): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${world().url}/?as=${as}&conversation=${conversation}`);
    await page.locator('html[data-ready]').waitFor();
    return page;
  }

  async function write(page: Page, text: string): Promise<void> {
    await page.getByLabel('Type a message').fill(text);
    await page.keyboard.press('Enter');
  }

  it('takes a person from the posture through Harden and Undo and back', async () => {
    const before = await world().documents();
    const page = await openChat('hardener');
    await write(page, 'posture open');
    await page.getByText('Policy posture').waitFor();
    const row = page.getByRole('button', { name: 'Harden', exact: true }).first();
    await row.click();
    await page.getByRole('button', { name: 'Harden now' }).click();
    await page.getByText('Hardened and checked').waitFor();
    expect(await world().graphWrites()).toHaveLength(1);
    await page.getByRole('button', { name: 'Undo…' }).click();
    await page.getByRole('button', { name: 'Undo now' }).click();
    await page.getByText('Put back and checked').waitFor();
    expect(await world().documents()).toEqual(before);
    await page.close();
  });

  it('shows everyone in the channel how a confirmation ended', async () => {
    const [hardener, viewer] = [await openChat('hardener', 'soc'), await openChat('viewer', 'soc')];
    await write(hardener, 'harden user_app_registration');
    await viewer.getByRole('button', { name: 'Harden now' }).click();
    await viewer.getByText('Only the person who opened this confirmation can press it. Open your own.').waitFor();
    await hardener.getByRole('button', { name: 'Harden now' }).click();
    await viewer.getByText('Hardened and checked').waitFor();
    await Promise.all([hardener.close(), viewer.close()]);
  });

  it('puts the card of a user who is searched for into the conversation, for everyone', async () => {
    const [responder, viewer] = [await openChat('responder', 'soc'), await openChat('viewer', 'soc')];
    await responder.getByRole('button', { name: 'Search risky users' }).click();
    const finds = responder.getByRole('list', { name: 'Risky users' }).getByRole('button');
    await finds.nth(1).waitFor();
    expect(await seriousViolations(responder)).toEqual([]);
    await responder.getByRole('searchbox', { name: 'User' }).fill('alex');
    await finds.nth(1).waitFor({ state: 'detached' });
    await finds.first().click();
    await viewer.getByRole('button', { name: 'Contain…' }).click();
    await viewer.getByText('You need the responder role for this.').waitFor();
    await responder.getByRole('button', { name: 'Contain…' }).click();
    await responder.getByRole('button', { name: 'Contain now' }).waitFor();
    expect(await responder.getByRole('searchbox').count()).toBe(0);
    await Promise.all([responder.close(), viewer.close()]);
  });

  it.each(['light', 'dark'] as const)('is accessible, and fits 340 pixels, %s', async (colorScheme) => {
    const page = await openChat('responder');
    await page.emulateMedia({ colorScheme });
    for (const [text, shown] of [
      ['posture', 'Policy posture'],
      ['risky', 'Alex Wilber'],
      ['contain alex.wilber@contoso.com', 'Contain now'],
    ] as const) {
      await write(page, text);
      await page.getByText(shown).first().waitFor();
    }
    expect(await seriousViolations(page)).toEqual([]);
    await page.setViewportSize(sizes.phone);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await page.close();
  });

  it('shows a risk that Microsoft reports as an alert, and everywhere who contained the user', {
    timeout: 90_000,
  }, async () => {
    const [responder, admin] = [await openChat('responder', 'soc'), await openChat('admin')];
    await write(admin, 'subscribe');
    await admin.getByText('This conversation now gets alerts').waitFor();
    await responder.getByRole('button', { name: 'World' }).click();
    await responder.getByRole('menuitem', { name: 'Raise a risky user' }).click();
    const copies = [responder, admin].map((page) => page.locator('.message', { hasText: 'New high-risk user' }).last());
    for (const copy of copies) await copy.getByText('nestorw@contoso.com').waitFor();
    const [told] = copies;
    await told?.getByRole('button', { name: 'Acknowledge' }).click();
    for (const page of [responder, admin]) await page.getByText('Acknowledged by Adele Vance at').first().waitFor();
    await responder.getByRole('button', { name: 'Contain…' }).last().click();
    await responder.getByLabel('Why are you doing this?').fill('Leaked credentials');
    await responder.getByLabel('I checked that this is the right person').check();
    await responder.getByRole('button', { name: 'Contain now' }).click();
    for (const page of [responder, admin]) await page.getByText('Contained by Adele Vance at').first().waitFor();
    for (const page of [responder, admin]) expect(await seriousViolations(page)).toEqual([]);
    await Promise.all([responder.close(), admin.close()]);
  });
});

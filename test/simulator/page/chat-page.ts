import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

export const sizes = { wide: { width: 1280, height: 900 }, phone: { width: 340, height: 700 } };

type Look = { viewport?: { width: number; height: number }; colorScheme?: 'dark' | 'light'; origin?: string };

/** One browser and feed for a test file, emptied for each test; a script error or a blocked script fails the test. */
export function useChatPage() {
  let browser: Browser;
  let context: BrowserContext;
  let standIn: StandIn;
  const problems: string[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    browser = await launchBrowser();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser?.close();
    await standIn.close();
  });
  afterEach(async () => {
    await Promise.all(context.pages().map((page) => page.close()));
    standIn.reset();
    expect(problems.splice(0)).toEqual([]);
  });

  async function open(query: string, look: Look = {}): Promise<Page> {
    const { viewport = sizes.wide, colorScheme = 'light', origin = standIn.url } = look;
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
    await page.goto(`${origin}/?${query}`);
    await page.locator('html[data-ready]').waitFor();
    return page;
  }

  return { open, standIn: () => standIn };
}

export function message(page: Page, activityId: string) {
  return page.locator(`[data-activity-id="${activityId}"]`);
}

/** How many pixels the page or its message list could be scrolled sideways. */
export function sidewaysScroll(page: Page) {
  return page.evaluate<number>(
    'Math.max(...[document.documentElement, scroller, list].map((area) => area.scrollWidth - area.clientWidth))',
  );
}

/** How far the page itself can be scrolled down: only what it shows scrolls, never its bars. */
export function pageScroll(page: Page) {
  return page.evaluate<number>('document.documentElement.scrollHeight - document.documentElement.clientHeight');
}

export function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true });
}

export function backgroundOf(shown: Locator): Promise<string> {
  return shown.evaluate((node) => node.ownerDocument.defaultView.getComputedStyle(node).backgroundColor);
}

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousViolations } from '../axe.ts';
import { describeInBrowser, launchBrowser } from '../browser.ts';
import { openApi } from './documented.ts';
import { useWorld } from './world.ts';

const world = useWorld();

it('serves the API document', async () => {
  const { status, body } = await world().product.rest('GET', '/openapi.json');
  expect(status).toBe(200);
  expect(body).toEqual(openApi);
});

describeInBrowser('the docs page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function openDocs() {
    const context = await browser.newContext();
    const elsewhere: string[] = [];
    const { origin } = new URL(world().product.url);
    await context.route('**/*', (route) => {
      if (new URL(route.request().url()).origin === origin) return route.continue();
      elsewhere.push(route.request().url());
      return route.abort('internetdisconnected');
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${origin}/docs`);
    await page.locator('[data-path]').first().waitFor();
    return { page, context, elsewhere, errors };
  }

  it('shows every operation and tries one out, with nothing from the internet', async () => {
    const { page, context, elsewhere, errors } = await openDocs();
    for (const path of Object.keys(openApi.paths)) await page.locator(`[data-path="${path}"]`).first().waitFor();
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.locator('#auth-bearer-value').fill(world().product.key);
    await page.getByRole('button', { name: 'Apply credentials' }).click();
    await page.locator('.close-modal').click();
    await page.locator('#operations-connections-getConnections .opblock-summary-control').click();
    await page.getByRole('button', { name: 'Execute' }).click();
    const response = page.locator('.live-responses-table');
    await response.waitFor();
    expect(await response.innerText()).toContain('"connections"');
    expect(await seriousViolations(page)).toEqual([]);
    expect({ elsewhere, errors }).toEqual({ elsewhere: [], errors: [] });
    await context.close();
  });

  it('has no serious accessibility violation', async () => {
    const { page, context } = await openDocs();
    await page.locator('#operations-policies-postPoliciesToggle .opblock-summary-control').click();
    await page.getByRole('button', { name: 'Execute' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await context.close();
  });
});

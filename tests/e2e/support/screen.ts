import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { mapDriver } from '../drivers/map.ts';
import { shellDriver } from '../drivers/shell.ts';
import { PASSWORD, usernameOf, type Who } from './people.ts';

const PICTURES = 'node_modules/.cache/tongxin/failed';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface ScreenOptions {
  /** whoever has signed in before; without it the visitor is whom the page makes of nobody */
  as?: Who;
  /** address after the origin; `/` when left out */
  at?: string;
  size?: { width: number; height: number };
  dark?: boolean;
}

export interface Screen {
  page: Page;
  shell: ReturnType<typeof shellDriver>;
  map: ReturnType<typeof mapDriver>;
}

/**
 * A browser for the tests of a file. Each screen is a new visitor with nothing stored. After each test its pages must
 * have reported nothing: no error, no refused script or style, no request outside the server, no answer 5xx.
 */
export function useScreens(): (options?: ScreenOptions) => Promise<Screen> {
  const url = inject('appUrl');
  let browser: Browser;
  let open: BrowserContext[] = [];
  let complaints: string[] = [];
  const entered = new Map<Who, Cookies>();

  /** One sign-in a role and file: sign-ins from one address are counted. */
  async function enter(context: BrowserContext, who: Who): Promise<void> {
    const known = entered.get(who);
    if (known) return context.addCookies(known);
    const data = { username: usernameOf(who), password: PASSWORD };
    const response = await context.request.post('/api/session', { data });
    expect(response.status()).toBe(200);
    entered.set(who, await context.cookies());
  }

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(task.name, open);
    await Promise.all(open.map((context) => context.close()));
    const found = complaints;
    open = [];
    complaints = [];
    expect(found).toEqual([]);
  });

  return async ({ as, at = '/', size = DESK, dark = false } = {}) => {
    const context = await browser.newContext({
      baseURL: url,
      viewport: size,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale: 'zh-CN',
      ...(size.width < 600 ? { hasTouch: true, isMobile: true } : {}),
    });
    open.push(context);
    if (as) await enter(context, as);
    const page = await context.newPage();
    listenTo(page, new URL(url).origin, (complaint) => complaints.push(complaint));
    await page.goto(at);
    return { page, shell: shellDriver(page), map: mapDriver(page) };
  };
}

/** Pictures of what a failed test left on the screen. */
async function keepPictures(name: string, contexts: readonly BrowserContext[]): Promise<void> {
  for (const [at, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const path = join(PICTURES, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}-${at}.png`);
    await page.screenshot({ path });
    console.log(`the screen of "${name}": ${path}`);
  }
}

/** What the browser itself says of a refused sign-in, a thing that is not there or a line that was cut is not the page's fault. */
const EXPECTED = /the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED/;

function listenTo(page: Page, origin: string, complain: (complaint: string) => void): void {
  page.on('pageerror', (error) => complain(`error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complain(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (protocol.startsWith('http') && to !== origin) complain(`request to another site: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complain(`${response.status()} from ${response.url()}`);
  });
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import { describe, expect, it, test } from 'vitest';
import { commandLists } from '../../appPackage/command-lists.ts';
import { placeholdersIn, readEnvFile } from '../../appPackage/env-files.ts';
import { type Package, problemsOf } from '../../appPackage/lint.ts';
import { packageFiles } from '../../appPackage/package.ts';
import { commands } from '../../src/bot/commands.ts';

const root = resolve(import.meta.dirname, '../..');
const guid = '0f4cb6a5-24a7-4a25-93fb-9f0a0f6a1c11';
const provisioned = { ...readEnvFile('dev'), TEAMS_APP_ID: guid, BOT_ID: guid, BOT_DOMAIN: 'bulwark.contoso.com' };
const template = readFileSync(join(root, 'appPackage/manifest.json'), 'utf8');
const sound = () => packageFiles(provisioned).files;

describe('the app package', () => {
  it('validates offline, by its own lint and by the published schema package', async () => {
    expect(problemsOf(sound())).toEqual([]);
    const manifest = JSON.parse(Buffer.from(sound()['manifest.json']!).toString());
    expect(await AppManifestUtils.validateAgainstSchema(manifest)).toEqual([]);
  });

  it('offers the commands of the bot, at most 12 in a list', () => {
    expect(JSON.parse(template).bots[0].commandLists).toEqual(commandLists());
    for (const { commands: listed } of commandLists()) {
      expect(listed.length).toBeGreaterThan(0);
      expect(listed.length).toBeLessThanOrEqual(12);
    }
  });

  it('offers each command in no list or in one that exists', () => {
    const titles = new Set(commandLists().flatMap(({ commands: listed }) => listed.map(({ title }) => title)));
    const flagged = commands.filter(({ lists }) => lists.length > 0).map(({ words: [word] }) => word);
    expect([...titles].toSorted()).toEqual(flagged.toSorted());
  });

  it('has the version of the product', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(JSON.parse(template).version).toBe(version);
  });

  it('is made by one command, flat', async () => {
    const env = { ...process.env, TEAMS_APP_ID: guid, BOT_ID: guid, BOT_DOMAIN: 'bulwark.contoso.com' };
    const made = await promisify(execFile)(process.execPath, ['appPackage/package.ts'], { cwd: root, env });
    expect(made.stderr).toBe('');
    const zip = unzipSync(readFileSync(made.stdout.trim()));
    expect(Object.keys(zip).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(problemsOf(zip)).toEqual([]);
  });

  it('says which values are only samples before anything is provisioned', () => {
    const { files, sampled } = packageFiles(readEnvFile('dev'));
    expect(problemsOf(files)).toEqual([]);
    expect(sampled).toEqual(['TEAMS_APP_ID', 'BOT_ID', 'BOT_DOMAIN']);
  });
});

test.each(['dev', 'local'])('env/.env.%s defines every variable of the manifest, and no secret', (name) => {
  const defined = Object.keys(readEnvFile(name));
  expect(placeholdersIn(template).filter((variable) => !defined.includes(variable))).toEqual([]);
  expect(defined.filter((variable) => variable.startsWith('SECRET_'))).toEqual([]);
});

type Manifest = ReturnType<typeof JSON.parse>;

/** The package with one mistake in its manifest. */
function mistaken(change: (manifest: Manifest) => void): Package {
  const files = sound();
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString());
  change(manifest);
  return { ...files, 'manifest.json': Buffer.from(JSON.stringify(manifest)) };
}

function image(side: number, [red, green, blue, alpha]: readonly number[]): Uint8Array {
  const png = new PNG({ width: side, height: side });
  png.data = Buffer.from(Array.from({ length: side * side }, () => [red!, green!, blue!, alpha!]).flat());
  return PNG.sync.write(png);
}

const mistakes: readonly [string, () => Package, RegExp][] = [
  [
    'a variable without a value',
    () => packageFiles({ ...provisioned, PUBLISHER_NAME: undefined }).files,
    /PUBLISHER_NAME has no value/,
  ],
  [
    'an id that is no GUID',
    () =>
      mistaken((m) => {
        m.id = 'bulwark';
      }),
    /manifest.json\/id must match pattern/,
  ],
  [
    'a name that is too long',
    () =>
      mistaken((m) => {
        m.name.short = 'B'.repeat(31);
      }),
    /name\/short must NOT have more than 30/,
  ],
  [
    'a field that the schema does not know',
    () =>
      mistaken((m) => {
        m.botz = [];
      }),
    /additional properties: botz/,
  ],
  [
    'no address for the privacy statement',
    () =>
      mistaken((m) => {
        delete m.developer.privacyUrl;
      }),
    /privacyUrl/,
  ],
  [
    'a privacy statement without TLS',
    () =>
      mistaken((m) => {
        m.developer.privacyUrl = 'http://example.com';
      }),
    /privacyUrl is not an https/,
  ],
  [
    'a wildcard domain',
    () =>
      mistaken((m) => {
        m.validDomains = ['*.azurewebsites.net'];
      }),
    /\*\.azurewebsites\.net is not a host name/,
  ],
  [
    'a thirteenth command',
    () =>
      mistaken((m) => {
        m.bots[0].commandLists[0].commands = Array.from({ length: 13 }, () => ({ title: 'x' }));
      }),
    /more than 12 items/,
  ],
  [
    'a command that the bot does not know',
    () =>
      mistaken((m) => {
        m.bots[0].commandLists[0].commands[0].title = 'helpp';
      }),
    /not those of the bot/,
  ],
  [
    'a search that the bot does not answer',
    () =>
      mistaken((m) => {
        m.composeExtensions[0].commands[0].parameters[0].name = 'person';
      }),
    /not the one that the bot answers/,
  ],
  [
    'a search of another bot',
    () =>
      mistaken((m) => {
        m.composeExtensions[0].botId = '0f4cb6a5-24a7-4a25-93fb-9f0a0f6a1c12';
      }),
    /belongs to another bot/,
  ],
  [
    'a scope that does not exist',
    () =>
      mistaken((m) => {
        m.bots[0].scopes = ['everywhere'];
      }),
    /scopes\/0 must be equal to one of/,
  ],
  ['a manifest that is not JSON', () => ({ ...sound(), 'manifest.json': Buffer.from('{') }), /not JSON/],
  [
    'a missing icon',
    () => ({ 'manifest.json': sound()['manifest.json']!, 'color.png': sound()['color.png']! }),
    /outline.png is missing/,
  ],
  ['a folder in the package', () => ({ ...sound(), 'appPackage/color.png': sound()['color.png']! }), /does not belong/],
  ['a package that is too large', () => ({ ...sound(), 'color.png': Buffer.alloc(2 * 1024 * 1024) }), /larger than/],
  [
    'a colour icon of the wrong size',
    () => ({ ...sound(), 'color.png': image(96, [70, 71, 117, 255]) }),
    /color.png is 96×96/,
  ],
  [
    'a colour icon that is transparent',
    () => ({ ...sound(), 'color.png': image(192, [70, 71, 117, 0]) }),
    /color.png has transparent/,
  ],
  ['a coloured outline icon', () => ({ ...sound(), 'outline.png': image(32, [70, 71, 117, 255]) }), /not white/],
  [
    'an outline icon that is one white square',
    () => ({ ...sound(), 'outline.png': image(32, [255, 255, 255, 255]) }),
    /no transparent background/,
  ],
  ['an icon that is no image', () => ({ ...sound(), 'outline.png': Buffer.from('<svg/>') }), /not a PNG/],
];

test.each(mistakes)('the lint catches %s', (_name, make, expected) => {
  const problems = problemsOf(make());
  expect(
    problems.some((problem) => expected.test(problem)),
    problems.join('\n'),
  ).toBe(true);
});

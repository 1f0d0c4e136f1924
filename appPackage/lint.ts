import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { PNG } from 'pngjs';
import { searchCommand } from '../src/bot/search.ts';
import { commandLists } from './command-lists.ts';
import { placeholdersIn } from './env-files.ts';

/** What Teams wants of an app package, by the names of its files. */
export type Package = Readonly<Record<string, Uint8Array>>;

type Manifest = ReturnType<typeof JSON.parse>;

const schemaVersion = '1.29';
const icons = { 'color.png': 192, 'outline.png': 32 } as const;
const expected = ['manifest.json', ...Object.keys(icons)];
const largestBytes = 1024 * 1024;

/** Everything that is wrong with a package, one sentence each; empty when Teams can take it. */
export function problemsOf(files: Package): readonly string[] {
  const text = Buffer.from(files['manifest.json'] ?? []).toString('utf8');
  const manifest = parse(text);
  return [
    ...fileProblems(files),
    ...placeholdersIn(text).map((name) => `${name} has no value. Set it in the env file or in the environment.`),
    ...(manifest === undefined ? ['manifest.json is not JSON.'] : manifestProblems(manifest)),
    ...colorProblems(files['color.png']),
    ...outlineProblems(files['outline.png']),
  ];
}

function fileProblems(files: Package): readonly string[] {
  const names = Object.keys(files);
  const size = Object.values(files).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [
    ...expected.filter((name) => !names.includes(name)).map((name) => `${name} is missing at the top of the package.`),
    ...names.filter((name) => !expected.includes(name)).map((name) => `${name} does not belong into the package.`),
    ...(size > largestBytes ? [`The package is larger than ${largestBytes} bytes.`] : []),
  ];
}

function manifestProblems(manifest: Manifest): readonly string[] {
  return [
    ...schemaProblems(manifest),
    ...addressProblems(manifest),
    ...domainProblems(manifest),
    ...commandProblems(manifest),
    ...searchProblems(manifest),
  ];
}

function schemaProblems(manifest: Manifest): readonly string[] {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('@microsoft/app-manifest').replace(/build\/.*/, 'build/json-schemas/teams');
  const schema = readFileSync(`${folder}/v${schemaVersion}/MicrosoftTeams.schema.json`, 'utf8');
  const ajv = new Ajv.default({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const valid = ajv.compile(JSON.parse(schema));
  if (valid(manifest)) return [];
  return (valid.errors ?? []).map(({ instancePath, message, params }) => {
    const more = 'additionalProperty' in params ? `: ${params['additionalProperty']}` : '';
    return `manifest.json${instancePath} ${message}${more}.`;
  });
}

function addressProblems({ developer = {} }: Manifest): readonly string[] {
  return Object.entries(developer)
    .filter(([name, value]) => name.endsWith('Url') && !String(value).startsWith('https://'))
    .map(([name]) => `manifest.json/developer/${name} is not an https:// address.`);
}

/** A wildcard lets pages of strangers pass for ours. */
function domainProblems({ validDomains = [] }: Manifest): readonly string[] {
  const domains = validDomains as readonly unknown[];
  return domains
    .filter((domain) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(String(domain)))
    .map((domain) => `validDomains: ${domain} is not a host name of its own.`);
}

function commandProblems({ bots = [] }: Manifest): readonly string[] {
  const same = JSON.stringify(bots[0]?.commandLists) === JSON.stringify(commandLists());
  return same ? [] : ['The command lists are not those of the bot. Run "npm run docs".'];
}

/** What Teams calls the search is what the bot has to recognize. */
function searchProblems({ bots = [], composeExtensions = [] }: Manifest): readonly string[] {
  const { botId, commands = [] } = composeExtensions[0] ?? {};
  const { id, parameters = [] } = commands[0] ?? {};
  const isOurs = id === searchCommand.id && parameters[0]?.name === searchCommand.parameter;
  return [
    ...(botId === bots[0]?.botId ? [] : ['The search of the compose box belongs to another bot.']),
    ...(isOurs ? [] : ['The search of the compose box is not the one that the bot answers.']),
  ];
}

function colorProblems(file: Uint8Array | undefined): readonly string[] {
  if (!file) return [];
  const image = decode(file);
  if (typeof image === 'string') return [`color.png ${image}`];
  const side = icons['color.png'];
  return [
    ...sizeProblems('color.png', image, side),
    ...(pixels(image).every(([, , , alpha]) => alpha === 255) ? [] : ['color.png has transparent pixels.']),
  ];
}

function outlineProblems(file: Uint8Array | undefined): readonly string[] {
  if (!file) return [];
  const image = decode(file);
  if (typeof image === 'string') return [`outline.png ${image}`];
  const all = pixels(image);
  const white = all.every(([red, green, blue, alpha]) => alpha === 0 || Math.min(red, green, blue) >= 250);
  return [
    ...sizeProblems('outline.png', image, icons['outline.png']),
    ...(white ? [] : ['outline.png has pixels that are not white.']),
    ...(all.some(([, , , alpha]) => alpha === 0) ? [] : ['outline.png has no transparent background.']),
  ];
}

function sizeProblems(name: string, { width, height }: PNG, side: number): readonly string[] {
  return width === side && height === side ? [] : [`${name} is ${width}×${height}, not ${side}×${side}.`];
}

function decode(file: Uint8Array): PNG | string {
  try {
    return PNG.sync.read(Buffer.from(file));
  } catch {
    return 'is not a PNG image.';
  }
}

function pixels({ data, width, height }: PNG): readonly (readonly [number, number, number, number])[] {
  return Array.from({ length: width * height }, (_, at) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(4 * at, 4 * at + 4);
    return [red, green, blue, alpha] as const;
  });
}

function parse(text: string): Manifest | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

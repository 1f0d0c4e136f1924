import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { placeholdersIn, readEnvFile } from '../../appPackage/env-files.ts';
import permissions from '../../infra/permissions.json' with { type: 'json' };
import { appPermissions, optionalPermissions } from '../../infra/permissions.ts';
import { variableNames } from '../../src/config.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { tokenPolicyTypes } from '../../src/core/token-policies/token-policy.ts';
import { changeReads } from '../../src/graph/change-requests.ts';
import { registrationReads } from '../../src/graph/only-method.ts';
import { organizationReads } from '../../src/graph/organization-requests.ts';
import { signalReads } from '../../src/graph/signal-requests.ts';
import { findHolderRequest, holderRequests, policyRequests } from '../../src/graph/token-policy-requests.ts';
import { userReads, userWrites } from '../../src/graph/user-requests.ts';
import { appRoles } from '../../src/simulator/login/app-roles.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const infra = readdirSync(join(root, 'infra'));

type Needing = { needed: readonly string[] };
type Step = { uses: string; with: Record<string, unknown>; writeToEnvironmentFile?: Record<string, string> };

describe.each([
  ['teamsapp.yml', 'dev'],
  ['teamsapp.local.yml', 'local'],
])('%s', (file, env) => {
  const text = read(file);
  const project: Record<string, Step[]> & { version: string } = parse(text);
  const steps = [project['provision'], project['deploy'], project['publish']].flatMap((list) => list ?? []);

  it('is of the schema it names', () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\/v1\.11\/yaml\.schema\.json\n/);
    expect(project.version).toBe('v1.11');
  });

  it('asks only for variables that the env file defines, secrets aside', () => {
    const templates = ['infra/azure.parameters.json', 'infra/entra-app.json'].filter((path) => text.includes(path));
    const asked = placeholdersIn([text, ...templates.map(read)].join('\n'));
    const defined = Object.keys(readEnvFile(env));
    const written = steps.flatMap(({ writeToEnvironmentFile = {} }) => Object.values(writeToEnvironmentFile));
    const secret = (name: string) => name.startsWith('SECRET_');
    expect(asked.filter((name) => !defined.includes(name) && !secret(name))).toEqual([]);
    expect(written.filter((name) => !defined.includes(name) && !secret(name))).toEqual([]);
  });

  it('names files that are there, or that an earlier step makes', () => {
    const paths = [...text.matchAll(/\.\/((?:infra|appPackage)\/[\w.${}/-]+)/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !path.startsWith('appPackage/build') && !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the templates for Azure', () => {
  const bicep = infra.filter((name) => name.endsWith('.bicep'));
  const main = read('infra/azure.bicep');

  it('use every module there is, and no other', () => {
    const used = [...main.matchAll(/^module \w+ '([\w.-]+)'/gm)].map(([, name]) => name);
    expect(used.toSorted()).toEqual(bicep.filter((name) => name !== 'azure.bicep').toSorted());
  });

  it('give each module the parameters it takes', () => {
    for (const [, name = '', body = ''] of main.matchAll(/^module \w+ '([\w.-]+)' = \{\n([\s\S]*?)^\}/gm)) {
      const given = /params: \{([\s\S]*)\}/.exec(body)?.[1]?.replace(/settings: \{[\s\S]*\}/, 'settings: 0') ?? '';
      const names = [...given.matchAll(/(?:^|,|\n)\s*(\w+):/g)].map(([, parameter]) => parameter);
      const taken = [...read(`infra/${name}`).matchAll(/^param (\w+)/gm)].map(([, parameter]) => parameter);
      expect(names.toSorted(), name).toEqual(taken.toSorted());
    }
  });

  it('are given the parameters without a default', () => {
    const { parameters } = JSON.parse(read('infra/azure.parameters.json'));
    const taken = [...main.matchAll(/^param (\w+) \w+$/gm)].map(([, parameter]) => parameter);
    expect(Object.keys(parameters).toSorted()).toEqual(taken.toSorted());
  });

  it('set variables that the server reads, and no client secret', () => {
    const text = `${main}\n${read('infra/server.bicep')}`;
    const platform = ['WEBSITE_RUN_FROM_PACKAGE', 'SCM_DO_BUILD_DURING_DEPLOYMENT'];
    const set = [...text.matchAll(/^ {4,}([A-Z][A-Z0-9_]+):/gm)].map(([, name = '']) => name);
    expect(set.filter((name) => !variableNames.includes(name)).toSorted()).toEqual(platform.toSorted());
    expect(set.filter((name) => name.startsWith('SECRET_'))).toEqual([]);
    for (const name of ['DATABASE_URL', 'CHECKPOINT_KEY'])
      expect(text).toMatch(new RegExp(`${name}: '@Microsoft.KeyVault`));
  });

  it('let every role be given, here, in real Teams and in the compose file', () => {
    const roles = ['ADMINS', 'VIEWERS', 'HARDENERS', 'RESPONDERS', 'APPROVERS'];
    for (const file of ['infra/azure.bicep', 'infra/compose.yaml', 'teamsapp.local.yml'])
      expect(
        roles.filter((role) => !new RegExp(`^ +${role}: `, 'm').test(read(file))),
        file,
      ).toEqual([]);
  });

  it('leave nothing out of a deployment that runs: what is left out is named from the root', () => {
    const left = read('infra/deploy.ignore').trim().split('\n');
    expect(left.filter((line) => !line.startsWith('/'))).toEqual([]);
    for (const needed of ['/node_modules', '/src', '/cards', '/package.json']) expect(left).not.toContain(needed);
  });

  it('make the managed identity the bot, on Node 24', () => {
    expect(read('infra/bot.bicep')).toContain("msaAppType: 'UserAssignedMSI'");
    expect(main).toMatch(/BOT_ID: (identity\.properties\.clientId)\n[\s\S]*BOT_MANAGED_IDENTITY_ID: \1\n/);
    expect(read('infra/server.bicep')).toContain("linuxFxVersion: 'NODE|24-lts'");
  });

  it('tell the toolkit what the env file waits for', () => {
    const outputs = [...main.matchAll(/^output (\w+)/gm)].map(([, name = '']) => name);
    expect(outputs.length).toBeGreaterThan(0);
    expect(outputs.filter((name) => !Object.keys(readEnvFile('dev')).includes(name))).toEqual([]);
  });
});

describe('the container', () => {
  const dockerfile = read('infra/Dockerfile');
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';

  it('is made in two stages and runs as somebody who is not root', () => {
    expect(stages).toHaveLength(2);
    expect(stages.every((stage) => stage.startsWith('node:24'))).toBe(true);
    expect(last.match(/^USER (.+)$/m)?.[1]).toBe('node');
    expect(last.indexOf('USER node')).toBeGreaterThan(last.lastIndexOf('RUN'));
  });

  it('copies files that are there and are not ignored', () => {
    const allowed = read('infra/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect([...new Set(copied)].toSorted()).toEqual(allowed.toSorted());
    for (const file of copied) expect(existsSync(join(root, file)), file).toBe(true);
  });

  it('sets variables that the server reads, listens where it says and is asked for its health there', () => {
    const set = [...(last.match(/^ENV ([\s\S]*?[^\\])\n/m)?.[1] ?? '').matchAll(/([A-Z_]+)=(\S+)/g)];
    const env = Object.fromEntries(set.map(([, name, value]) => [name, value]));
    expect(Object.keys(env).filter((name) => !variableNames.includes(name))).toEqual([]);
    expect(last).toMatch(new RegExp(`^EXPOSE ${env['PORT']}\\b`, 'm'));
    expect(last).toMatch(/^HEALTHCHECK [\s\S]*process\.env\.PORT\}\/livez/m);
    expect(JSON.parse(last.match(/^CMD (\[.+\])$/m)?.[1] ?? '')).toEqual(['node', 'src/main.ts']);
    const volumes: string[] = JSON.parse(last.match(/^VOLUME (\[.+\])$/m)?.[1] ?? '');
    expect(volumes).toEqual([env['DATA_DIR'], env['CHECKPOINT_DIR']]);
  });
});

describe('the compose file', () => {
  type Service = Record<string, unknown> & { environment: Record<string, string>; volumes: string[]; ports?: string[] };
  const { services, volumes }: { services: Record<string, Service>; volumes: object } = parse(
    read('infra/compose.yaml'),
    {
      merge: true,
    },
  );
  const { postgres, ...instances } = services;
  const each = Object.values(instances);

  it('runs two instances with read-only root file systems on one PostgreSQL', () => {
    expect(each).toHaveLength(2);
    for (const instance of each) {
      expect(instance).toMatchObject({
        ...{ image: 'bulwark', read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] },
        ...{ security_opt: ['no-new-privileges:true'], depends_on: { postgres: { condition: 'service_healthy' } } },
      });
      expect(instance.environment['DATABASE_URL']).toContain('@postgres:5432/');
    }
    expect(postgres).toMatchObject({ image: expect.stringMatching(/^postgres:\d+$/), healthcheck: {} });
  });

  it('writes only where there is a volume, and publishes on loopback', () => {
    const writable = each.flatMap((instance) => instance.volumes.filter((volume) => !volume.endsWith(':ro')));
    const [data, checkpoints] = ['DATA_DIR', 'CHECKPOINT_DIR'].map(
      (name) => new RegExp(`${name}=(\\S+)`).exec(read('infra/Dockerfile'))?.[1],
    );
    expect([...new Set(writable)].toSorted()).toEqual([`checkpoints:${checkpoints}`, `data:${data}`]);
    expect(Object.keys(volumes).toSorted()).toEqual(['checkpoints', 'data', 'database']);
    expect(each.map(({ ports }) => ports)).toEqual([['127.0.0.1:3978:3978'], ['127.0.0.1:3988:3978']]);
  });

  it('sets variables that the server reads, and none of its own secrets in the file', () => {
    for (const { environment } of each) {
      expect(Object.keys(environment).filter((name) => !variableNames.includes(name))).toEqual([]);
      for (const name of ['POSTGRES_PASSWORD', 'CHECKPOINT_KEY']) {
        expect(JSON.stringify(environment)).toContain(`\${${name}:?}`);
      }
    }
  });
});

describe('the permissions', () => {
  it('are those that the product uses, with the ids of Microsoft Graph', () => {
    for (const { name, id } of [...appPermissions(), ...optionalPermissions()]) expect(id, name).toBe(appRoles[name]);
  });

  it('are named one by one, none that nothing needs', () => {
    const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name).toSorted();
    expect(names(permissions)).toEqual(names([...appPermissions(), ...optionalPermissions()]));
  });

  it('are those of the requests that can leave, and no other', () => {
    const tables = [userReads, userWrites, signalReads, organizationReads, changeReads, registrationReads];
    const tokenPolicies = tokenPolicyTypes.flatMap((type) => [
      policyRequests(type),
      holderRequests('application', type),
      { find: findHolderRequest('application') },
    ]);
    const requests = [...tables, ...tokenPolicies].flatMap((table) => Object.values<Needing>(table));
    const settings = allowList.flatMap(({ permissions: { read: one, write } }) => [one, write]);
    const needed = new Set([...settings, ...requests.flatMap((request) => request.needed)]);
    const known = permissions.map(({ name }) => name);
    expect([...needed].toSorted()).toEqual(known.toSorted());
  });

  it('each say what they are for and what fails without them, once', () => {
    for (const { why, without } of permissions) for (const text of [why, without]) expect(text).toMatch(/^[A-Z].+\.$/);
    expect(new Set(permissions.map(({ name }) => name)).size).toBe(permissions.length);
    expect(new Set(permissions.map(({ id }) => id)).size).toBe(permissions.length);
  });
});

it('keeps nothing in infra/ that nothing names', () => {
  const text = ['teamsapp.yml', 'test/docs-tables.ts', ...infra.map((name) => `infra/${name}`)].map(read).join('\n');
  const named = (name: string) => text.includes(name) || name.endsWith('.dockerignore') || name.endsWith('.md');
  expect(infra.filter((name) => !named(basename(name)))).toEqual([]);
});

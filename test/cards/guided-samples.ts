import { guidedFormCard } from '../../src/cards/guided-form.ts';
import { hardenConfirmCard } from '../../src/cards/harden-confirm.ts';
import { hardenReasonCard } from '../../src/cards/harden-reason.ts';
import type { HardenPreview } from '../../src/core/harden.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import type { Sample } from './samples.ts';
import { contoso, now, operation, policy, unread } from './world.ts';

const guided = allowList.filter((entry) => entry.guided);

function askingFor(entry: PolicyEntry, from: string, tenant = contoso.name) {
  const connection = { ...contoso, name: tenant };
  return { policy: entry, connection, from, to: entry.secure, asks: entry.guided?.fields ?? [] };
}

function operationOn({ key, title }: PolicyEntry, tenant = contoso.name) {
  const connection = { ...contoso, name: tenant };
  return operation({ target: { kind: 'policy', id: key, label: title }, connection });
}

function confirmed(name: string, key: string, facts: Partial<HardenPreview>, says: Sample['says']): Sample {
  const entry = policy(key);
  const preview = { policy: entry, connection: contoso, from: 'enabled', to: entry.secure, ...facts };
  const card = hardenConfirmCard({ preview: { ...preview, operation: operationOn(entry) }, now });
  return { name: `harden confirm: ${name}`, card, says };
}

const counted = { status: 'ok', value: { users: 7, counted: 240, more: false } } as const;

export const guidedSamples: readonly Sample[] = [
  ...guided.map((entry) => ({
    name: `guided form: ${entry.key}`,
    card: guidedFormCard(askingFor(entry, 'enabled')),
    says: [`Set up “${entry.title}”`, entry.guided?.why ?? '', entry.about],
  })),
  confirmed('counted', 'auth_method_sms', { affected: counted }, [
    '7 of 240 people have no other registered sign-in method.',
  ]),
  confirmed(
    'only the first were counted',
    'auth_method_voice',
    { affected: { status: 'ok', value: { ...counted.value, more: true } } },
    ['7 of the first 240 people have no other registered sign-in method.'],
  ),
  confirmed('not counted', 'auth_method_sms', { affected: unread('permissionMissing') }, [
    'How many people have no other sign-in method could not be counted: needs consent.',
  ]),
  confirmed('not to be counted', 'security_defaults', { from: false }, [
    'How many people this reaches was not measured.',
  ]),
  {
    name: 'harden reason',
    card: hardenReasonCard({
      operation: operationOn(policy('auth_method_sms')),
      policy: policy('auth_method_sms'),
      now,
    }),
    says: ['Many people will notice “SMS', policy('auth_method_sms').impact.text],
  },
];

export function hostileGuidedCards(text: string) {
  const entry = policy('auth_method_sms');
  const forms = guided.map((one) => [`guided form ${one.key}`, guidedFormCard(askingFor(one, text, text))] as const);
  return {
    ...Object.fromEntries(forms),
    'harden reason': hardenReasonCard({ operation: operationOn(entry, text), policy: entry, now }),
  };
}

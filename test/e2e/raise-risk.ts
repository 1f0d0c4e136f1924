import type { SimulatedWorld } from './simulated-world.ts';

/** Microsoft finds somebody's credentials: a user at risk, and the detection that says why. */
export async function raiseRisk({ control }: SimulatedWorld, name: string, riskLevel = 'high'): Promise<void> {
  const userPrincipalName = `${name.toLowerCase().replaceAll(' ', '.')}@contoso.com`;
  const { body } = await control('POST', 'signals', {
    ...{ kind: 'riskyUser', userDisplayName: name, userPrincipalName, riskLevel, riskState: 'atRisk' },
  });
  const detection = { riskEventType: 'leakedCredentials', riskLevel, riskState: 'atRisk' };
  await control('POST', 'signals', { kind: 'riskDetection', userId: body.id, userPrincipalName, ...detection });
}

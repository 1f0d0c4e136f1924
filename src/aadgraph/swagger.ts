import { renderEnvelope } from '../http/envelope.ts';
import type { Mount } from '../http/mount.ts';
import { hostOf, schemeOf } from './address.ts';
import contract from './contract.json' with { type: 'json' };

const path = '/swagger.json';

/** The contract of the Azure AD Graph face, naming the host it was fetched from. */
export const swaggerMount: Mount = {
  name: 'swagger',
  owns: (requested) => requested === path,
  bodyLimit: 0,
  contentTypes: [],
  routes: [
    {
      method: 'GET',
      path,
      handle: async (request) => ({
        status: 200,
        body: { ...contract, host: hostOf(request), schemes: [schemeOf(request)] },
      }),
    },
  ],
  renderFault: renderEnvelope,
};

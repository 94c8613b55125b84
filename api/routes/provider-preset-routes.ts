import { z } from 'zod';

import { providerPresets } from '../../domain/provider-presets';
import { jsonRoute, type Route } from '../route';
import { providerPresetList, providerPresetQuery } from '../schemas/provider-preset';
import { providerPresetView } from '../views/provider-preset-view';

const listProviderPresets = jsonRoute({
  method: 'get',
  path: '/v1/provider-presets',
  operationId: 'listProviderPresets',
  tag: 'Mail server',
  summary: 'What is known about common mail providers',
  description: 'Host, port, encryption, user name, limits and known traps, for filling in and judging settings.',
  audience: { kind: 'roles', roles: ['org-admin', 'reviewer', 'ops'], organization: 'none', scope: 'mail-server:read' },
  request: z.object({ query: providerPresetQuery }),
  response: { status: 200, description: 'The providers', schema: providerPresetList },
  problems: [],
  async handle({ query: { locale } }) {
    return { body: { locale, items: providerPresets.map((preset) => providerPresetView(preset, locale)) } };
  },
});

export const providerPresetRoutes: readonly Route[] = [listProviderPresets];

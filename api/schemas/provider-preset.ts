import { z } from 'zod';

import { authenticationMethods } from '../../domain/authentication';
import { connectionSecurities } from '../../domain/mail-server-settings';
import { providerTraps, userNameKinds } from '../../domain/providers/provider-preset';
import { locale } from './common';

export const providerPresetQuery = z.strictObject({
  locale: locale.default('en').meta({ description: 'The language of the texts' }),
});

const limit = z.number().nullable().meta({ description: 'Null where the provider names no number for everybody' });

const providerPreset = z
  .object({
    id: z.string(),
    name: z.string(),
    hosts: z.array(z.string()).meta({ description: 'The usual one first; empty where every customer has another' }),
    endpoints: z
      .array(z.object({ port: z.int(), security: z.enum(connectionSecurities) }))
      .meta({ description: 'The recommended one first' }),
    userName: z.object({
      kind: z.enum(userNameKinds),
      text: z.string(),
      fixed: z.string().nullable().meta({ description: 'The user name itself where all customers have the same' }),
    }),
    authentications: z
      .array(z.enum(authenticationMethods))
      .meta({ description: 'How its customers may log in, the recommended way first' }),
    source: z.string().nullable().meta({ description: 'The page that this was read against; null where none was' }),
    limits: z.object({ connections: limit, mailsPerMinute: limit, mailsPerDay: limit }),
    traps: z
      .array(z.object({ code: z.enum(providerTraps), text: z.string() }))
      .meta({ description: 'What the provider is known to trip people up with' }),
  })
  .meta({ id: 'ProviderPreset' });

export const providerPresetList = z
  .object({ locale, items: z.array(providerPreset) })
  .meta({ id: 'ProviderPresetList' });

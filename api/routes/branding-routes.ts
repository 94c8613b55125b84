import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { logoFaults } from '../../domain/logo';
import { contentIfMatch, seenContent } from '../if-match';
import { entityTag, projectionOf } from '../lifecycle-projection';
import { bytesRoute, jsonRoute, type Route } from '../route';
import { organizationParams } from '../schemas/common';

const mediaTypes = ['image/png', 'image/jpeg'] as const;
const path = '/v1/organizations/:organizationId/branding/logo';

const logoBody = z.object({ contentType: z.enum(mediaTypes), bytes: z.instanceof(Uint8Array) });

const storedLogo = z
  .object({ contentType: z.enum(mediaTypes), size: z.int().meta({ description: 'In bytes' }) })
  .meta({ id: 'StoredLogo' });

const putLogo = jsonRoute({
  method: 'put',
  path,
  operationId: 'putLogo',
  tag: 'Organizations',
  summary: 'Store the logo that mails carry while branding is on',
  audience: { kind: 'roles', roles: ['org-admin'], organization: 'path', scope: 'organizations:write' },
  request: z.object({
    params: organizationParams,
    headers: z.object({ 'if-match': contentIfMatch }),
    body: logoBody,
  }),
  bodyFormat: { size: 'picture', mediaTypes },
  response: { status: 200, description: 'Stored', schema: storedLogo, headers: { ETag: 'Told by the picture' } },
  problems: ['LOGO_INVALID', 'PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, headers, body: logo }, _context, dependencies) {
    const faults = logoFaults(logo.contentType, logo.bytes);
    if (faults.length > 0) throw new CatalogueError('LOGO_INVALID', undefined, { faults });
    await projectionOf(organizationId, dependencies);
    const { tag } = await dependencies.branding.saveLogo(organizationId, logo, seenContent(headers['if-match']));
    return { body: { contentType: logo.contentType, size: logo.bytes.byteLength }, headers: entityTag(tag) };
  },
});

const getLogo = bytesRoute({
  method: 'get',
  path,
  operationId: 'getLogo',
  tag: 'Organizations',
  summary: 'The stored logo',
  audience: { kind: 'roles', roles: ['org-admin'], organization: 'path', scope: 'organizations:read' },
  request: z.object({ params: organizationParams }),
  response: {
    status: 200,
    description: 'The picture',
    contentTypes: mediaTypes,
    headers: { ETag: 'Told by the picture' },
  },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId } }, _context, { branding }) {
    const logo = await branding.logo(organizationId);
    if (!logo) throw new CatalogueError('NOT_FOUND');
    return { body: logo.bytes, contentType: logo.contentType, headers: entityTag(logo.tag) };
  },
});

export const brandingRoutes: readonly Route[] = [putLogo, getLogo];

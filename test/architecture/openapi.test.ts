import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { z } from 'zod';

import { openApiDocument, type Operation } from '../../api/openapi';
import { declaredProblems } from '../../api/declared-problems';
import { routes } from '../../api/route-table';
import { operationExamples } from '../../api/openapi-examples';
import { line, prose } from '../../api/schemas/common';
import { errorPage } from '../../api/pages/error-page';
import { errorCatalogue, errorCodes } from '../../domain/errors';

const settings = {
  publicUrl: 'https://api.test.example',
  issuer: 'https://idp.test.example',
  version: '1.2.3',
  messageIdDomain: 'platform.example',
  bodyLimitBytes: 1,
  requestsPerMinute: 1,
  trustedProxies: [],
  sessionSeconds: 1,
  temporalUi: null,
};

describe('the OpenAPI document', () => {
  const document = openApiDocument(routes, settings);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

  const operation = (operationId: string): Operation => {
    const found = operations.find((candidate) => candidate.operationId === operationId);
    if (!found) throw new Error(`There is no operation ${operationId}`);
    return found;
  };

  it('describes every route', () => {
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      routes.map(({ operationId }) => operationId).toSorted(),
    );
  });

  it('can be written as JSON without loss', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('refers only to schemas that it has, and has only schemas that it refers to', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, id = '']) => id,
    );
    expect([...new Set(references)].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
  });

  it('has schemas that a validator of JSON Schema 2020-12 takes', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    ajv.addFormat('base64', true);
    ajv.addSchema({ $id: 'document', components: document.components });
    const compile = (id: string) => ajv.compile({ $ref: `document#/components/schemas/${id}` });
    expect(Object.keys(document.components.schemas).map((id) => typeof compile(id))).not.toContain('undefined');
  });

  describe('shows by examples', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addFormat('base64', true);
    ajv.addSchema({ $id: 'document', components: document.components });

    /** What is wrong with an example, by the schema beside it. */
    function faults({ schema, example }: { readonly schema: object; readonly example?: unknown }): unknown {
      const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
      const validate = ajv.compile(JSON.parse(text) as object);
      return example === undefined ? 'there is none' : validate(example) ? [] : validate.errors;
    }

    const withBody = operations.flatMap(({ operationId, requestBody }) => {
      const media = requestBody?.content['application/json'];
      return media ? [[operationId, media] as const] : [];
    });
    const withAnswer = routes.flatMap(({ operationId, response: { status, schema } }) => {
      const media = operation(operationId).responses[status]?.content?.['application/json'];
      return media && schema ? [[operationId, media] as const] : [];
    });

    it.each(withBody)('what %s takes, as its schema and the API have it', (operationId, media) => {
      expect(faults(media)).toEqual([]);
      const route = routes.find((each) => each.operationId === operationId);
      expect(route?.request.shape.body?.safeParse(media.example)).toMatchObject({ success: true });
    });

    it.each(withAnswer)('what %s answers, as its schema has it', (_operationId, media) => {
      expect(faults(media)).toEqual([]);
    });

    it('nearly all operations', () => {
      expect(withBody.length).toBeGreaterThan(30);
      expect(withAnswer.length).toBeGreaterThan(60);
    });

    it('every problem, of which each leads to the page of its code', () => {
      const { schema } = operation('getMe').responses['401']?.content?.['application/problem+json'] ?? {};
      for (const code of errorCodes) {
        const { value: example } = document.components.examples[code] ?? {};
        expect({ code, faults: faults({ schema: schema ?? {}, example }) }).toEqual({ code, faults: [] });
        expect(example).toMatchObject({ code, type: `${settings.publicUrl}/docs/errors/${code}` });
        expect(errorPage(code)).toContain(errorCatalogue[code].title);
      }
    });

    it('nothing that is not there', () => {
      const named = [...JSON.stringify(document).matchAll(/"#\/components\/examples\/([^"]+)"/g)];
      expect(named.filter(([, code]) => !errorCodes.some((each) => each === code))).toEqual([]);
      const known = new Set([...withBody, ...withAnswer].map(([operationId]) => operationId));
      expect(Object.keys(operationExamples).filter((operationId) => !known.has(operationId))).toEqual([]);
    });
  });

  it.each([
    ['a line', line(20)],
    ['a text', prose(20)],
  ])('says of %s what the API takes, blanks included', (_name, schema) => {
    const validate = new Ajv2020().compile(z.toJSONSchema(schema, { io: 'input' }));
    const piece = fc.constantFrom('a', 'ß', '😀', ' ', '\u00a0', '\u2003', '\ufeff', '\u0000', '\u0007', '\u0085');
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 24 }), (text) => {
        expect({ text, fits: validate(text) }).toEqual({ text, fits: schema.safeParse(text).success });
      }),
    );
  });

  it('names every status that a route can answer with, and every code of it', () => {
    for (const route of routes) {
      const { responses } = operation(route.operationId);
      const codes = Object.values(responses).flatMap((response) => response['x-codes'] ?? []);
      expect(codes.toSorted()).toEqual(declaredProblems(route).toSorted());
      for (const code of codes) expect(responses[errorCatalogue[code].status]?.['x-codes']).toContain(code);
    }
    expect.hasAssertions();
  });

  it('asks for a token everywhere but on public routes', () => {
    const open = operations.filter(({ security }) => security?.length === 0).map(({ operationId }) => operationId);
    const publicRoutes = routes.filter(({ audience }) => audience.kind === 'public');
    expect(open).toEqual(publicRoutes.map(({ operationId }) => operationId));
  });

  it('names the Idempotency-Key where it is needed', () => {
    expect(operation('unlock').parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    );
  });

  it('tells required parameters from others', () => {
    const limit = operation('listOrganizations').parameters.find(({ name }) => name === 'limit');
    expect(limit).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', maximum: 200, default: 50 },
    });
    const id = operation('getOrganization').parameters.find(({ name }) => name === 'organizationId');
    expect(id).toMatchObject({ in: 'path', required: true });
  });

  it('lets every list that is read in pages be sorted, by fields that it names', () => {
    const named = (found: Operation, name: string) => found.parameters.find((parameter) => parameter.name === name);
    const paged = operations.filter((found) => named(found, 'cursor'));
    const orders = paged.map((found) => {
      const schema = named(found, 'sort')?.schema ?? {};
      return { operationId: found.operationId, usual: schema['default'], values: schema['enum'] };
    });
    expect(orders.map(({ operationId }) => operationId).toSorted()).toEqual([
      'listAuditTrail',
      'listCheckReports',
      'listInboundMails',
      'listInboundRefusals',
      'listMessages',
      'listMessagesNeedingAttention',
      'listOrganizations',
      'listOwnWebhookDeliveries',
      'listProjectionDrift',
      'listReviews',
      'listSuppressions',
      'listUndeliverables',
      'listWebhookDeliveries',
      'searchAuditTrails',
    ]);
    for (const { usual, values } of orders) expect(values).toContain(usual);
    expect(orders).toContainEqual({
      operationId: 'listOrganizations',
      usual: 'organizationId',
      values: ['organizationId', '-organizationId', 'name', '-name'],
    });
  });

  it('asks for a body only where one is needed', () => {
    expect(operation('unlock').requestBody?.required).toBe(false);
    expect(operation('revoke').requestBody?.required).toBe(true);
    expect(operation('getMe').requestBody).toBeUndefined();
  });

  it('says that passwords go in and never come out', () => {
    const { schemas } = document.components;
    const withPassword = Object.entries(schemas).filter(([, schema]) => JSON.stringify(schema).includes('"password":'));
    expect(withPassword.map(([id]) => id)).toEqual(['RotationCommand', 'SettingsCommand']);
    expect(JSON.stringify(schemas['SettingsCommand'])).toContain('"writeOnly":true');
  });

  it('shows the media types of pictures', () => {
    expect(Object.keys(operation('putLogo').requestBody?.content ?? {})).toEqual(['image/png', 'image/jpeg']);
    expect(Object.keys(operation('getLogo').responses['200']?.content ?? {})).toEqual(['image/png', 'image/jpeg']);
  });
});

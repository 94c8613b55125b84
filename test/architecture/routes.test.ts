import { roleReach, type Audience } from '../../api/authorization';
import { routes } from '../../api/route-table';
import type { Route } from '../../api/route';
import { commandNames, commandRoles } from '../../domain/lifecycle/events';
import { routeSamples } from '../support/route-samples';

function audienceOf({ audience }: Route): string {
  if (audience.kind !== 'roles') return audience.kind;
  return `${audience.roles.join(' ')} (${audience.organization}) ${audience.scope}`;
}

function rolesOf(audience: Audience) {
  return audience.kind === 'roles' ? audience.roles : [];
}

/** Method, path, who may call, and what the token of a machine has to be good for. A new or changed route changes this list, in the same commit. */
const golden = [
  'GET /auth/callback | public',
  'GET /auth/login | public',
  'GET /confirm-test-mail | public',
  'GET /docs | public',
  'GET /docs/errors | public',
  'GET /docs/errors/:code | public',
  'GET /docs/style.css | public',
  'GET /healthz | public',
  'GET /openapi.json | public',
  'GET /readyz | public',
  'GET /unsubscribe | public',
  'GET /v1/audit | ops (all) audit:read',
  'GET /v1/audit/export | ops (all) audit:read',
  'GET /v1/events | sales reviewer ops (all) events:read',
  'GET /v1/inbound-mails | ops (all) operations:read',
  'GET /v1/inbound-mails/:inboundMailId | ops (all) operations:read',
  'GET /v1/inbound-mails/:inboundMailId/raw | ops (all) operations:read',
  'GET /v1/inbound-refusals | ops (all) operations:read',
  'GET /v1/me | signed-in',
  'GET /v1/messages | ops (all) messages:read',
  'GET /v1/messages/:messageId | sender org-admin ops (resource) messages:read',
  'GET /v1/messages/:messageId/history | sender org-admin ops (resource) messages:read',
  'GET /v1/organizations | sales reviewer ops (all) organizations:read',
  'GET /v1/organizations/:organizationId | sales org-admin reviewer ops sender (path) organizations:read',
  'GET /v1/organizations/:organizationId/audit | org-admin sales reviewer ops (path) audit:read',
  'GET /v1/organizations/:organizationId/audit/export | org-admin sales reviewer ops (path) audit:read',
  'GET /v1/organizations/:organizationId/branding/logo | org-admin (path) organizations:read',
  'GET /v1/organizations/:organizationId/events | org-admin sales reviewer ops sender (path) events:read',
  'GET /v1/organizations/:organizationId/mail-server | org-admin sales reviewer ops (path) mail-server:read',
  'GET /v1/organizations/:organizationId/mail-server/reports | org-admin reviewer ops (path) mail-server:read',
  'GET /v1/organizations/:organizationId/mail-server/reports/:reportId | org-admin reviewer ops (path) mail-server:read',
  'GET /v1/organizations/:organizationId/messages | sender org-admin ops (path) messages:read',
  'GET /v1/organizations/:organizationId/statistics | org-admin ops (path) messages:read',
  'GET /v1/organizations/:organizationId/suppressions | org-admin ops sender (path) suppressions:read',
  'GET /v1/organizations/:organizationId/suppressions/:suppressionId | org-admin ops sender (path) suppressions:read',
  'GET /v1/organizations/:organizationId/undeliverables | org-admin ops sender (path) undeliverables:read',
  'GET /v1/organizations/:organizationId/webhook-deliveries | ops sender (path) webhooks:read',
  'GET /v1/organizations/:organizationId/undeliverables/:undeliverableId | org-admin ops sender (path) undeliverables:read',
  'GET /v1/organizations/:organizationId/webhook-endpoint | org-admin sender ops (path) webhooks:read',
  'GET /v1/organizations/:organizationId/webhook-endpoint/deliveries | org-admin sender ops (path) webhooks:read',
  'GET /v1/organizations/:organizationId/workflows | ops (path) operations:read',
  'POST /v1/codec/decode | ops (all) operations:read',
  'POST /v1/codec/encode | ops (all) operations:write',
  'GET /v1/projection-drift | ops (all) operations:read',
  'GET /v1/jobs/:jobId | ops (all) operations:read',
  'GET /v1/reconciliation | ops (all) operations:read',
  'POST /v1/reconciliation | ops (all) operations:write',
  'GET /v1/provider-presets | org-admin reviewer ops (none) mail-server:read',
  'GET /v1/reviews | reviewer ops (all) reviews:read',
  'GET /v1/statistics | ops (all) messages:read',
  'POST /auth/backchannel-logout | public',
  'POST /auth/logout | public',
  'GET /v1/review-reasons | reviewer ops (none) reviews:read',
  'GET /v1/organizations/:organizationId/mail-server/review | reviewer ops (path) reviews:read',
  'POST /confirm-test-mail | public',
  'POST /unsubscribe | public',
  'POST /v1/inbound-mails/:inboundMailId/read-again | ops (all) operations:write',
  'POST /v1/inbound-mails/read-unparseable-again | ops (all) operations:write',
  'POST /v1/messages | sender (body) messages:send',
  'POST /v1/messages/batch | sender (body) messages:send',
  'POST /v1/messages/:messageId/cancel | sender ops (resource) messages:write',
  'POST /v1/messages/:messageId/resend | sender ops (resource) messages:write',
  'POST /v1/messages/:messageId/resolve | ops (resource) messages:write',
  'POST /v1/organizations/:organizationId/close | sales sender (path) organizations:write',
  'POST /v1/organizations/:organizationId/attachments | sender (path) messages:send',
  'POST /v1/organizations/:organizationId/mail-server/claim-review | reviewer (path) reviews:write',
  'POST /v1/organizations/:organizationId/mail-server/appeal | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/roll-back | reviewer ops (path) mail-server:write',
  'PUT /v1/organizations/:organizationId/mail-server/terms | sales (path) mail-server:write',
  'PUT /v1/organizations/:organizationId/mail-server/review/presence | reviewer ops (path) reviews:read',
  'POST /v1/organizations/:organizationId/mail-server/confirm-test-mail | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/continue | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/decide | reviewer (path) reviews:write',
  'POST /v1/organizations/:organizationId/mail-server/pause | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/recheck | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/release-review | reviewer ops (path) reviews:write',
  'POST /v1/organizations/:organizationId/mail-server/resume | ops (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/revoke | sales (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/rotate-password | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/settings | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/suspend | ops (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/unlock | sales (path) mail-server:write',
  'POST /v1/organizations/:organizationId/mail-server/withdraw | org-admin (path) mail-server:write',
  'POST /v1/organizations/:organizationId/webhook-deliveries/:sequence/replay | ops sender (path) webhooks:write',
  'POST /v1/organizations/:organizationId/suppressions | org-admin ops (path) suppressions:write',
  'POST /v1/organizations/:organizationId/suppressions/:suppressionId/remove | org-admin ops (path) suppressions:write',
  'POST /v1/organizations/:organizationId/webhook-endpoint/deliveries/:sequence/replay | org-admin sender ops (path) webhooks:write',
  'POST /v1/organizations/:organizationId/webhook-endpoint/remove | org-admin sender ops (path) webhooks:write',
  'POST /v1/organizations/:organizationId/webhook-endpoint/rotate-secret | org-admin sender ops (path) webhooks:write',
  'PUT /v1/organizations/:organizationId/webhook-endpoint | org-admin sender ops (path) webhooks:write',
  'PUT /v1/organizations/:organizationId | sales sender (path) organizations:write',
  'PUT /v1/organizations/:organizationId/branding/logo | org-admin (path) organizations:write',
  'PUT /v1/organizations/:organizationId/preferences | org-admin (path) organizations:write',
  'PUT /v1/organizations/:organizationId/sending-policy | org-admin ops (path) organizations:write',
  'POST /v1/organizations/:organizationId/lifecycle/revive | ops (path) operations:write',
];

describe('the route table', () => {
  it('is exactly the agreed one', () => {
    const actual = routes.map((route) => `${route.method.toUpperCase()} ${route.path} | ${audienceOf(route)}`);
    expect(actual.toSorted()).toEqual(golden.toSorted());
  });

  it('has a sample for every route that asks for a role, so that test/api/authorization-matrix.test.ts calls it', () => {
    const guarded = routes.filter(({ audience }) => audience.kind === 'roles');
    const sampled = Object.keys(routeSamples('org-1'));
    expect(sampled.toSorted()).toEqual(guarded.map(({ operationId }) => operationId).toSorted());
  });

  it('declares an audience for every route, and no empty one', () => {
    const without = routes.filter(({ audience }) => audience.kind === 'roles' && audience.roles.length === 0);
    expect(without).toEqual([]);
    expect(routes.filter(({ audience }) => !audience?.kind)).toEqual([]);
  });

  it('has nothing public below /v1', () => {
    expect(routes.filter(({ path, audience }) => path.startsWith('/v1') && audience.kind === 'public')).toEqual([]);
  });

  it('lets nobody look across organizations whose role is bound to some', () => {
    const across = routes.filter(({ audience }) => audience.kind === 'roles' && audience.organization === 'all');
    const bound = across
      .flatMap(({ audience }) => rolesOf(audience))
      .filter((role) => roleReach[role] !== 'everywhere');
    expect(bound).toEqual([]);
  });

  it('takes the organization from the path wherever the path has one', () => {
    const wrong = routes.filter(
      ({ path, audience }) =>
        path.includes(':organizationId') !== (audience.kind === 'roles' && audience.organization === 'path'),
    );
    expect(wrong).toEqual([]);
  });

  it('has a route for every command, for exactly the roles that the lifecycle allows', () => {
    const byCommand = commandNames.map((name) => {
      const route = routes.find(({ operationId }) => operationId === name);
      return [name, route && rolesOf(route.audience)];
    });
    expect(byCommand).toEqual(commandNames.map((name) => [name, commandRoles[name]]));
  });

  it('asks for an Idempotency-Key on every command and on every message', () => {
    const writing = routes.filter(({ method, path, operationId }) => {
      const isSession = path.startsWith('/auth/');
      // The entries of a batch have a key each; a logo and a presence are the same, however often they are put.
      const isFree = ['putLogo', 'sendMessages', 'noteReviewPresence'].includes(operationId);
      return method !== 'get' && !isFree && !isSession;
    });
    expect(writing.filter(({ request }) => !request.shape.headers)).toEqual([]);
  });

  it('names every operation once', () => {
    const names = routes.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});

import { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { ErrorCode } from '../../domain/errors';
import type { CommandReceipt, WirePayloads } from '../../domain/lifecycle/command';
import { commandRoles, type CommandName } from '../../domain/lifecycle/events';
import type { Scope } from '../../domain/scopes';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { executeCommand } from '../commands';
import { expectedVersion, ifMatch } from '../if-match';
import type { ApiDependencies } from '../dependencies';
import { entityTag, projectionOf, refuseWhileLocked } from '../lifecycle-projection';
import { jsonRoute, type Method, type Reply, type Route, type RouteDeclaration, type Tag } from '../route';
import { commandReceipt } from '../schemas/command';
import { idempotencyHeaders, organizationParams } from '../schemas/common';

/** What all command routes share: address, audience, headers, answer. */
interface CommandDeclaration<Name extends CommandName, Content> {
  readonly command: Name;
  readonly method?: Method;
  /** Path below the organization. */
  readonly path: string;
  readonly tag?: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly body: z.ZodType<Content>;
  /** Whether the command replaces something as a whole, so that it has to say which version it was made from. */
  readonly replaces?: boolean;
  readonly problems: readonly ErrorCode[];
}

interface PlainCommand<Name extends CommandName, Content> extends CommandDeclaration<Name, Content> {
  payload(body: Content): WirePayloads[Name];
}

/** A command whose body becomes its payload. */
export function commandRoute<Name extends CommandName, Content>(declaration: PlainCommand<Name, Content>): Route {
  return customCommandRoute({
    ...declaration,
    async execute({ state: _state, body, ...request }, dependencies) {
      const payload = declaration.payload(body);
      const command = { ...request, name: declaration.command, content: body, payload };
      return executeCommand(command, dependencies);
    },
  });
}

/** A command request in the hands of the route that knows what to do with it. */
export interface CommandRequest<Content> {
  readonly organizationId: string;
  readonly commandId: string;
  readonly identity: Identity;
  readonly requestId: string;
  readonly expectedVersion: number | null;
  readonly body: Content;
  /** The projection, for commands about the mail server; null for those about the organization itself. */
  readonly state: LifecycleState | null;
}

interface CustomCommand<Name extends CommandName, Content> extends CommandDeclaration<Name, Content> {
  execute(request: CommandRequest<Content>, dependencies: ApiDependencies): Promise<CommandReceipt>;
}

export function customCommandRoute<Name extends CommandName, Content>(
  declaration: CustomCommand<Name, Content>,
): Route {
  return answeringCommandRoute({ ...declaration, answer: commandReceipt });
}

type Receipt = z.input<typeof commandReceipt>;

interface AnsweringCommand<
  Name extends CommandName,
  Content,
  Answer extends z.ZodType<object, Receipt>,
> extends CommandDeclaration<Name, Content> {
  readonly answer: Answer;
  execute(request: CommandRequest<Content>, dependencies: ApiDependencies): Promise<z.input<Answer>>;
}

/** A command whose answer tells more than the receipt. */
export function answeringCommandRoute<Name extends CommandName, Content, Answer extends z.ZodType<object, Receipt>>(
  declaration: AnsweringCommand<Name, Content, Answer>,
): Route {
  return jsonRoute({
    ...outline(declaration),
    request: z.object({ params: organizationParams, headers: headersOf(declaration), body: declaration.body }),
    response: { status: 200, description: 'Carried out, now or by an earlier request', schema: declaration.answer },
    async handle({ params: { organizationId }, headers, body }, { identity, roles, requestId }, dependencies) {
      const state = isAboutMailServer(declaration) ? await projectionOf(organizationId, dependencies) : null;
      if (state) refuseWhileLocked(state, roles);
      const commandId = headers['idempotency-key'];
      const version = expectedVersion(headers['if-match']);
      const request = { organizationId, commandId, identity, requestId, expectedVersion: version, body, state };
      return receiptReply(await declaration.execute(request, dependencies));
    },
  });
}

function headersOf({ replaces = false }: { readonly replaces?: boolean }) {
  return idempotencyHeaders.extend({ 'if-match': ifMatch(replaces) });
}

type Outline = Pick<
  RouteDeclaration,
  'method' | 'path' | 'operationId' | 'tag' | 'summary' | 'audience' | 'problems' | 'description'
>;

function outline(declaration: CommandDeclaration<CommandName, unknown>): Outline {
  const { command, method = 'post', path, tag = 'Mail server', summary, description, problems, replaces } = declaration;
  const versionProblems: ErrorCode[] = replaces
    ? ['PRECONDITION_FAILED', 'PRECONDITION_REQUIRED']
    : ['PRECONDITION_FAILED'];
  const closed: ErrorCode[] = command === 'register' ? [] : ['ORGANIZATION_CLOSED'];
  const hidden: ErrorCode[] = isHiddenWhileLocked(declaration) ? ['FEATURE_LOCKED'] : [];
  return {
    method,
    path: `/v1/organizations/:organizationId/${path}`.replace(/\/$/, ''),
    operationId: command,
    tag,
    summary,
    ...(description === undefined ? {} : { description }),
    audience: { kind: 'roles', roles: commandRoles[command], organization: 'path', scope: scopeOf(declaration) },
    problems: [
      ...problems,
      ...hidden,
      ...closed,
      ...versionProblems,
      'IDEMPOTENCY_KEY_REUSED',
      'STORE_UNAVAILABLE',
      'WORKFLOW_UNAVAILABLE',
    ],
  };
}

const reviewCommands: readonly CommandName[] = ['claimReview', 'releaseReview', 'decide'];

function scopeOf({ command, path }: { readonly command: CommandName; readonly path: string }): Scope {
  if (reviewCommands.includes(command)) return 'reviews:write';
  if (path.startsWith('webhook-endpoint')) return 'webhooks:write';
  if (path.startsWith('lifecycle/')) return 'operations:write';
  return isAboutMailServer({ path }) ? 'mail-server:write' : 'organizations:write';
}

/** Such commands need a registered organization; asking first keeps them from starting a lifecycle for any other id. */
function isAboutMailServer({ path }: { path: string }): boolean {
  return path.startsWith('mail-server/');
}

function isHiddenWhileLocked({ command, path }: { command: CommandName; path: string }): boolean {
  return isAboutMailServer({ path }) && commandRoles[command].includes('org-admin');
}

function receiptReply<Answer extends Receipt>(receipt: Answer): Reply<Answer> {
  return { body: receipt, headers: entityTag(receipt.version) };
}

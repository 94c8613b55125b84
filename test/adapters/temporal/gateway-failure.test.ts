import {
  ApplicationFailure,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

import { gatewayFailure } from '../../../adapters/temporal/gateway-failure';
import { CatalogueError } from '../../../domain/errors';

function refusal(type: string, ...details: unknown[]): WorkflowUpdateFailedError {
  const cause = ApplicationFailure.create({ type, message: 'in the words of the rules', details });
  return new WorkflowUpdateFailedError('Workflow Update failed', cause);
}

function grpc(code: number): ServiceError {
  const cause = Object.assign(new Error('from the wire'), { code, details: 'from the wire', metadata: {} });
  return new ServiceError('Failed', { cause });
}

describe('an error of the Temporal client', () => {
  it('keeps the code, words and faults that the rules of the lifecycle gave', () => {
    const faults = [{ pointer: '/settings/host', code: 'NOT_A_HOST' }];
    const failure = gatewayFailure(refusal('SETTINGS_INVALID', { faults }));
    expect(failure).toMatchObject({ code: 'SETTINGS_INVALID', message: 'in the words of the rules', faults });
    expect(failure.cause).toBeInstanceOf(ApplicationFailure);
  });

  it('takes over nothing that is no fault', () => {
    expect(gatewayFailure(refusal('SETTINGS_INVALID', { faults: [{ pointer: 1 }, 'x', null] })).faults).toEqual([]);
    expect(gatewayFailure(refusal('SETTINGS_INVALID', { faults: 'all' })).faults).toEqual([]);
    expect(gatewayFailure(refusal('SETTINGS_INVALID')).faults).toEqual([]);
  });

  it.each([
    ['a refusal whose type is no code', refusal('TypeError'), 'INTERNAL'],
    ['a refusal without a cause', new WorkflowUpdateFailedError('failed', undefined), 'INTERNAL'],
    ['an update whose run ended first', refusal('AcceptedUpdateCompletedWorkflow'), 'WORKFLOW_UNAVAILABLE'],
    ['a workflow that is not there', new WorkflowNotFoundError('none', 'id', undefined), 'ORGANIZATION_UNKNOWN'],
    ['a namespace that is not there', new NamespaceNotFoundError('default'), 'WORKFLOW_UNAVAILABLE'],
    ['a call past its deadline', new WorkflowUpdateRPCTimeoutOrCancelledError('late'), 'WORKFLOW_UNAVAILABLE'],
    ['a server that is away', grpc(14), 'WORKFLOW_UNAVAILABLE'],
    ['a query past its deadline', grpc(4), 'WORKFLOW_UNAVAILABLE'],
    ['a server that is overrun', grpc(8), 'WORKFLOW_UNAVAILABLE'],
    ['a request that makes no sense', grpc(3), 'INTERNAL'],
    ['anything else', new TypeError('a bug'), 'INTERNAL'],
    ['something that is no error', 'text', 'INTERNAL'],
  ])('%s', (_name, error, code) => {
    expect(gatewayFailure(error)).toMatchObject({ name: 'CatalogueError', code });
  });

  it('passes catalogue errors through', () => {
    const error = new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    expect(gatewayFailure(error)).toBe(error);
  });
});

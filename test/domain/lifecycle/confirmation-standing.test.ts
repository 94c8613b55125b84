import { confirmationLinkObstacle } from '../../../domain/lifecycle/confirmation-standing';
import { draftStatuses, type DraftStatus, type LifecycleState } from '../../../domain/lifecycle/state';
import { after, command, people, way } from '../../support/lifecycle-builders';

const waiting = after(way.awaitingConfirmation);
const link = { revision: waiting.draft?.revision.number ?? 0, run: waiting.draft?.run ?? 0 };

function standing(status: DraftStatus): LifecycleState {
  return status === 'none' || !waiting.draft
    ? { ...waiting, draft: null }
    : { ...waiting, draft: { ...waiting.draft, status } };
}

const obstacles: Readonly<Record<DraftStatus, string | null>> = {
  none: 'CONFIRMATION_LINK_EXPIRED',
  checking: 'CHECK_RUNNING',
  'check-failed': 'CONFIRMATION_LINK_EXPIRED',
  'awaiting-confirmation': null,
  'awaiting-review': 'CONFIRMATION_LINK_USED',
  'changes-requested': 'CONFIRMATION_LINK_USED',
  rejected: 'CONFIRMATION_LINK_USED',
  withdrawn: 'CONFIRMATION_LINK_EXPIRED',
  expired: 'CONFIRMATION_LINK_EXPIRED',
};

it.each(draftStatuses)('a link to a draft that is %s says so', (status) => {
  expect(confirmationLinkObstacle(standing(status), link)).toBe(obstacles[status]);
});

it('a link of another run or revision has had its day', () => {
  for (const other of [
    { ...link, run: link.run + 1 },
    { ...link, revision: link.revision + 1 },
  ]) {
    expect(confirmationLinkObstacle(waiting, other)).toBe('CONFIRMATION_LINK_EXPIRED');
  }
});

it('a link to what is live is used, and none is left after a revocation', () => {
  const live = after(way.live);
  const { number: revision = 0 } = live.live?.revision ?? {};
  expect(confirmationLinkObstacle(live, { revision, run: 1 })).toBe('CONFIRMATION_LINK_USED');
  const revoked = after([...way.awaitingConfirmation, command('revoke', people.sales, { reason: 'over' })]);
  expect(confirmationLinkObstacle(revoked, link)).toBe('CONFIRMATION_LINK_EXPIRED');
});

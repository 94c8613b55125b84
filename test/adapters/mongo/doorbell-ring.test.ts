import { hintsOf, ringOf } from '../../../adapters/mongo/doorbell-ring';

const due = (organizationId: string, mailId: string) =>
  ({ organizationId, category: 'transactional', mailId }) as const;

it('names all mail of an organization or none of it', () => {
  const ring = ringOf([due('org-1', 'a'), due('org-2', 'b'), { organizationId: 'org-2', category: 'marketing' }]);
  expect([...hintsOf(ring)]).toEqual([
    ['org-1', { categories: new Set(['transactional']), mails: [{ mailId: 'a', category: 'transactional' }] }],
    ['org-2', { categories: new Set(['transactional', 'marketing']), mails: null }],
  ]);
});

it('asks everybody to look where anything may have become due', () => {
  const hints = hintsOf(ringOf([{ organizationId: 'org-1' }, due('org-2', 'b')]));
  expect(hints.get('org-1')).toEqual({ categories: null, mails: null });
  expect(hints.get('org-2')?.mails).toHaveLength(1);
});

it('stays small: of very much mail it names none', () => {
  const ring = ringOf(Array.from({ length: 500 }, (_, index) => due(`org-${index % 2}`, `mail-${index}`)));
  expect(ring).toEqual({ organizations: ['org-0', 'org-1'], categories: ['transactional'] });
});

it('is understood as it was written before mails had names', () => {
  expect([...hintsOf({ organizations: ['org-1'], categories: ['marketing'] })]).toEqual([
    ['org-1', { categories: new Set(['marketing']), mails: null }],
  ]);
});

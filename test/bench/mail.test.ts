import { evenMails, organizationIds, zipfMails } from '../../bench/delivery/mail';

describe('the mails of a bench', () => {
  it('follow Zipf’s law over the organizations, the same in each run', () => {
    const organizations = organizationIds(100);
    const mails = zipfMails(10_000, organizations);
    const counts = organizations.map((id) => mails.filter(({ organizationId }) => organizationId === id).length);
    expect(mails).toHaveLength(10_000);
    expect(counts[0]).toBeGreaterThan((counts[9] ?? 0) * 8);
    expect(counts[9]).toBeGreaterThan((counts[99] ?? 0) * 5);
    expect(zipfMails(10_000, organizations)).toEqual(mails);
  });

  it('are spread evenly in turns', () => {
    const ids = evenMails(5, organizationIds(2)).map(({ organizationId }) => organizationId);
    expect(ids).toEqual(['bench-1', 'bench-2', 'bench-1', 'bench-2', 'bench-1']);
  });
});
